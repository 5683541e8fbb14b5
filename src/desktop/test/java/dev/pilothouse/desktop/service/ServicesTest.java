package dev.pilothouse.desktop.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.process.WindowsCommandLine;
import dev.pilothouse.desktop.process.WindowsPrograms;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Service files with paths that need quoting, parsed by the real tools. */
class ServicesTest {
    /** Characters of a path that are special in one of the three formats. */
    private static final String ODD = "a b \"c\" 100% $HOME 'd' \\e <&>";

    private static final WindowsPrograms PROGRAMS = new WindowsPrograms(Map.of("SYSTEMROOT", "D:\\Win"));

    @TempDir
    Path root;

    private static ServiceSpec spec(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return new ServiceSpec(command, Map.of("PATH", "/opt/" + ODD + "/bin:/usr/bin"));
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static List<String> texts(NodeList nodes) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void aUnitQuotesWhatSystemdWouldRead() {
        String unit = SystemdUnit.text(spec("/opt/a b$/p%q", "--data", "/x/\"y\" $Z\\"));
        assertThat(unit)
                .contains("ExecStart=\"/opt/a b$/p%%q\" \"--data\" \"/x/\\\"y\\\" $$Z\\\\\"\n")
                .contains("Environment=\"PATH=/opt/a b \\\"c\\\" 100%% $HOME 'd' \\\\e <&>/bin:/usr/bin\"\n")
                .contains("WantedBy=default.target");
    }

    @Test
    void systemdItselfAcceptsTheUnit() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "there is no systemd-analyze");
        Path program =
                Files.createFile(Files.createDirectory(root.resolve("a b %h")).resolve("pilot house"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(verified(SystemdUnit.text(spec(program.toString(), "host", "--name", ODD))))
                .isEmpty();
        // A check that this fault is found, since a verifier that reads nothing would find none.
        assertThat(verified(SystemdUnit.text(spec(program + "-gone", "host")))).contains("-gone");
    }

    private String verified(String unit) throws Exception {
        Path file = Files.writeString(root.resolve("pilothouse.service"), unit);
        Path said = root.resolve("said.txt");
        ProcessBuilder verify = new ProcessBuilder(
                        "/usr/bin/systemd-analyze", "--user", "--man=no", "verify", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        // Otherwise it looks for a running systemd, which a container does not have.
        verify.environment().put("XDG_RUNTIME_DIR", root.toString());
        Process process = verify.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said)
                .lines()
                .filter(line -> line.contains("pilothouse.service"))
                .reduce("", String::concat);
    }

    @Test
    void aPropertyListHoldsEachWordAsItIs() throws Exception {
        Document plist = xml(LaunchdAgent.text(spec("/opt/" + ODD, "host", "--name", ODD)));
        Element arguments = (Element) plist.getElementsByTagName("array").item(0);
        assertThat(texts(arguments.getElementsByTagName("string")))
                .containsExactly("/opt/" + ODD, "host", "--name", ODD);
        Element dict = (Element)
                plist.getDocumentElement().getElementsByTagName("dict").item(0);
        List<String> keys = new ArrayList<>();
        for (var child = dict.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals("key")) {
                keys.add(child.getTextContent());
            }
        }
        assertThat(keys)
                .containsExactly(
                        "Label",
                        "ProgramArguments",
                        "EnvironmentVariables",
                        "RunAtLoad",
                        "KeepAlive",
                        "ExitTimeOut",
                        "Umask");
    }

    @Test
    void aTaskNamesTheProgramAndItsArguments() throws Exception {
        Document task =
                xml(WindowsTask.text(spec("C:\\Program Files\\P&Q.exe", "--data", "C:\\my data\\"), "D\\u", PROGRAMS));
        assertThat(texts(task.getElementsByTagName("Command"))).containsExactly("C:\\Program Files\\P&Q.exe");
        assertThat(texts(task.getElementsByTagName("Arguments"))).containsExactly("--data \"C:\\my data\\\\\"");
        assertThat(texts(task.getElementsByTagName("UserId")))
                .containsOnly("D\\u")
                .hasSize(2);
    }

    @Test
    void aScriptOfWindowsIsRunByItsShell() throws Exception {
        Document task =
                xml(WindowsTask.text(spec("C:\\a b\\pilothouse.cmd", "host", "--name", "My \"host\""), "", PROGRAMS));
        assertThat(texts(task.getElementsByTagName("Command"))).containsExactly("D:\\Win\\System32\\conhost.exe");
        assertThat(texts(task.getElementsByTagName("Arguments")))
                .containsExactly(
                        "--headless D:\\Win\\System32\\cmd.exe /d /s /c \"\"C:\\a b\\pilothouse.cmd\" host --name \"My \\\"host\\\"\"\"");
    }

    @Test
    void windowsReadsBackslashesBeforeAQuoteDouble() {
        assertThat(WindowsCommandLine.quoted("plain\\path")).isEqualTo("plain\\path");
        assertThat(WindowsCommandLine.quoted("a b\\")).isEqualTo("\"a b\\\\\"");
        assertThat(WindowsCommandLine.quoted("a\\\"b")).isEqualTo("\"a\\\\\\\"b\"");
        assertThat(WindowsCommandLine.quoted("")).isEqualTo("\"\"");
    }

    @Test
    void aPathWithALineBreakIsRefused() {
        assertThatThrownBy(() -> spec("/opt/a\nExecStartPre=/bin/evil"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/opt/a?ExecStartPre");
    }

    @Test
    void eachSystemGetsItsOwnFileInThePersonsOwnPlace() throws IOException {
        assertThat(Services.of("Linux", root, Map.of(), spec("/p")).file())
                .isEqualTo(root.resolve(".config/systemd/user/pilothouse.service"));
        assertThat(Services.of("Linux", root, Map.of("XDG_CONFIG_HOME", root + "/x"), spec("/p"))
                        .file())
                .isEqualTo(root.resolve("x/systemd/user/pilothouse.service"));
        assertThat(Services.of("Mac OS X", root, Map.of(), spec("/p")).file())
                .isEqualTo(root.resolve("Library/LaunchAgents/dev.pilothouse.host.plist"));
        assertThat(Services.of("Windows 11", root, Map.of("LOCALAPPDATA", root + "/l"), spec("/p"))
                        .charset())
                .isEqualTo(StandardCharsets.UTF_16LE);
    }

    @Test
    void theLauncherIsPreferredAndNoTicketIsPrinted() {
        Properties properties = new Properties();
        properties.setProperty("java.home", "/opt/jdk");
        properties.setProperty("java.class.path", "/x/app.jar:/x/lib.jar");
        properties.setProperty("jdk.module.path", "/x/fx.jar");
        assertThat(ServiceSpec.of(properties, Map.of(), List.of("--port", "1")).command())
                .containsSubsequence("--module-path", "/x/fx.jar", "-cp", "/x/app.jar:/x/lib.jar")
                .endsWith("host", "--no-ticket", "--port", "1");
        properties.setProperty("pilothouse.launcher", "/home/me/pilothouse/pilothouse");
        assertThat(ServiceSpec.of(properties, Map.of("PATH", "/bin"), List.of()))
                .isEqualTo(new ServiceSpec(
                        List.of("/home/me/pilothouse/pilothouse", "host", "--no-ticket"),
                        Map.of("JAVA_HOME", "/opt/jdk", "PATH", "/bin")));
    }

    @Test
    void on_windows_a_program_with_pipes_is_java_itself_and_not_a_script() {
        Properties properties = new Properties();
        properties.setProperty("os.name", "Windows 11");
        properties.setProperty("java.home", "/opt/jdk");
        properties.setProperty("java.class.path", "/x/app.jar");
        properties.setProperty("pilothouse.launcher", "/x/bin/../pilothouse.cmd");
        assertThat(ProgramCommand.withPipes(properties))
                .containsExactly("/opt/jdk/bin/java", "-cp", "/x/app.jar", "dev.pilothouse.desktop.DesktopMain");
        assertThat(ProgramCommand.of(properties)).containsExactly("/x/pilothouse.cmd");
        properties.setProperty("os.name", "Linux");
        assertThat(ProgramCommand.withPipes(properties)).containsExactly("/x/pilothouse.cmd");
    }

    @Test
    void whatTheSystemDoesNotTakeUpIsLeftForThePerson() throws IOException {
        Service service = Services.of("Linux", root, Map.of(), spec("/p"));
        List<List<String>> ran = new ArrayList<>();
        List<List<String>> left = new Services(
                        command -> {
                            ran.add(command);
                            return ran.size() < 2;
                        },
                        () -> {})
                .install(service);
        assertThat(Files.readString(service.file())).isEqualTo(service.text());
        assertThat(ran).isEqualTo(service.enable().subList(0, 2));
        assertThat(left).isEqualTo(service.enable().subList(1, 3));
    }

    @Test
    void a_task_is_written_little_endian_with_a_mark_and_read_in_both_orders() throws IOException {
        Service service =
                Services.of("Windows 11", root, Map.of("USERNAME", "u"), spec("C:\\Pilothouse\\Pilothouse.exe"));
        Services services = new Services(command -> true, () -> {});
        services.install(service);
        byte[] bytes = Files.readAllBytes(service.file());
        assertThat(Arrays.copyOf(bytes, 8)).containsExactly(0xFF, 0xFE, '<', 0, '?', 0, 'x', 0);
        // As earlier versions wrote it.
        Files.write(service.file(), service.text().substring(1).getBytes(StandardCharsets.UTF_16));
        assertThat(services.uninstall(service)).isTrue();
    }

    @Test
    void a_task_that_would_start_java_with_a_console_starts_it_without_one() throws Exception {
        Document task = xml(WindowsTask.text(spec("C:\\jdk\\bin\\java", "-cp", "a.jar"), "", PROGRAMS));
        assertThat(texts(task.getElementsByTagName("Command"))).containsExactly("C:\\jdk\\bin\\javaw.exe");
    }

    @Test
    void launchd_that_has_not_ended_the_former_host_yet_is_asked_again() throws IOException {
        Service service = Services.of("Mac OS X", root, Map.of(), spec("/p"));
        List<String> ran = new ArrayList<>();
        int[] pauses = new int[1];
        Services services = new Services(
                command -> {
                    ran.add(command.get(1));
                    return !command.get(1).equals("bootstrap") || pauses[0] == 3 || ran.size() == 1;
                },
                () -> pauses[0]++);
        assertThat(services.install(service)).isEmpty();
        assertThat(services.install(service)).isEmpty();
        assertThat(ran).containsExactly("bootstrap", "bootout", "bootstrap", "bootstrap", "bootstrap", "bootstrap");
        assertThat(pauses[0]).isEqualTo(3);
    }

    @Test
    void a_first_service_that_launchd_refuses_is_not_tried_again() throws IOException {
        Service service = Services.of("Mac OS X", root, Map.of(), spec("/p"));
        List<List<String>> left = new Services(command -> false, () -> {
                    throw new AssertionError("waited");
                })
                .install(service);
        assertThat(left).isEqualTo(service.enable());
    }

    @Test
    void aFileOfSomebodyElseIsLeftAlone() throws IOException {
        Service service = Services.of("Linux", root, Map.of(), spec("/p"));
        Files.createDirectories(service.file().getParent());
        Files.writeString(service.file(), "[Service]\nExecStart=/mine\n");
        Services services = new Services(command -> true, () -> {});
        assertThatThrownBy(() -> services.install(service)).hasMessageContaining("not written by Pilothouse");
        assertThatThrownBy(() -> services.uninstall(service)).hasMessageContaining("not written by Pilothouse");
        assertThat(Files.readString(service.file())).contains("/mine");
    }

    @Test
    void uninstallingRemovesTheFileAndTwiceIsNoMistake() throws IOException {
        Service service = Services.of("Windows 11", root, Map.of("USERNAME", "u"), spec("/p"));
        List<List<String>> ran = new ArrayList<>();
        Services services = new Services(ran::add, () -> {});
        assertThat(services.install(service)).isEmpty();
        assertThat(services.uninstall(service)).isTrue();
        assertThat(service.file()).doesNotExist();
        assertThat(services.uninstall(service)).isFalse();
        assertThat(ran).hasSize(service.enable().size() + service.disable().size());
    }
}

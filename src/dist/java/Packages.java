// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes the desktop package and the host's from the jars that Maven has collected, with the tools of the JDK that runs
 * this: {@code java src/dist/java/Packages.java TYPE}, from the project's folder. {@code docs/packages.md} describes
 * the results.
 *
 * <p>It is a program rather than a list of plugin executions for two reasons. The three systems differ in much. The
 * order of the steps matters: jdeps finds the needed modules from the jars, JavaFX is linked into the runtime, and the
 * runtime gets its class data archive before it is packed.
 */
public final class Packages {

    /** Modules that are needed at run time without a reference that jdeps could find. */
    private static final Set<String> MODULES_BY_NAME = Set.of(
            // Elliptic curves of TLS, for tunnels.
            "jdk.crypto.ec",
            // jcmd and JConsole reach a running host.
            "jdk.management.agent");

    /** Referenced by Gson and picocli, which work without it. */
    private static final Set<String> OPTIONAL = Set.of("java.sql");

    /** Libraries of the window, by the start of their group; the host's package omits them. */
    private static final List<String> WINDOW_ONLY =
            List.of("io.github.mkpaz.", "org.kordamp.ikonli.", "org.commonmark.", "io.noties.", "com.gluonhq.attach.");

    private static final String MAIN = "dev.pilothouse.desktop.DesktopMain";

    private static final String HOST = "pilothouse-host";

    private static final String RELEASES = System.getProperty("dist.releases", "");

    /** The command line compiled ahead of time, for a package for Linux; empty without one. */
    private static final String COMMAND = System.getProperty("dist.command", "");

    /** The newest release of Java with long-term support that the packages were tried with. */
    private static final int NEWEST_LTS = 25;

    /** For the window and its commands, the serial collector with a small young generation, and no optimizing compiler: docs/performance.md has the reasons. */
    private static final List<String> TUNING = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xms96m",
            "-Xmn40m",
            "-XX:MetaspaceSize=96m");

    /** For a host, which runs for days, the flags of the launcher of a clone. */
    private static final List<String> HOST_TUNING = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms24m",
            "-XX:MinHeapFreeRatio=15",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:-UsePerfData");

    private static final List<String> LANGUAGES = List.of("en", "de", "fr");

    private final Path root = Path.of("").toAbsolutePath();
    private final Path dist = root.resolve("target/dist");
    private final System_ system = System_.here();
    private final String version = version(
            system == System_.MAC, System.getProperty("dist.version", "0.0.0").replace("-SNAPSHOT", ""));

    private enum System_ {
        LINUX("linux"),
        MAC("mac"),
        WINDOWS("windows");

        final String folder;

        System_(String folder) {
            this.folder = folder;
        }

        static System_ here() {
            String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
            return name.contains("win") ? WINDOWS : name.contains("mac") ? MAC : LINUX;
        }
    }

    private Packages() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) {
            fail("Usage: java src/dist/java/Packages.java app-image|deb|rpm|msi|exe|dmg|pkg");
        }
        Path newer = Runtime.version().feature() < NEWEST_LTS ? newestJdk() : null;
        if (newer != null) {
            System.exit(runWith(newer, arguments[0]));
        }
        System.out.println("The packages get Java " + Runtime.version() + ".");
        new Packages().build(arguments[0]);
    }

    // --- the JDK
    // ------------------------------------------------------------------------------------------------------------

    /**
     * A JDK of the newest LTS release on this machine, which the packages then get: the folder of {@code -Ddist.jdk}, or
     * one in the usual places of the system. Null if there is none; the JDK that runs this is used then, as with
     * {@code -Ddist.jdk=none}.
     */
    private static Path newestJdk() throws IOException {
        String given = System.getProperty("dist.jdk", "");
        if (given.equals("none")) {
            return null;
        }
        if (!given.isEmpty()) {
            return isNewestJdk(Path.of(given)) ? Path.of(given) : fail("This is no JDK " + NEWEST_LTS + ": " + given);
        }
        List<Path> candidates = new ArrayList<>();
        for (String variable : List.of("JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64")) {
            if (System.getenv(variable) != null) {
                candidates.add(Path.of(System.getenv(variable)));
            }
        }
        for (Path folder : List.of(Path.of("/usr/lib/jvm"), Path.of("/Library/Java/JavaVirtualMachines"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> homes = Files.list(folder)) {
                    homes.sorted().forEach(home -> candidates.addAll(List.of(home, home.resolve("Contents/Home"))));
                }
            }
        }
        return candidates.stream().filter(Packages::isNewestJdk).findFirst().orElse(null);
    }

    /** Whether the folder has a JDK of that release with the tools that packages need. */
    static boolean isNewestJdk(Path home) {
        try {
            String windows = System_.here() == System_.WINDOWS ? ".exe" : "";
            return Files.isExecutable(home.resolve("bin/jpackage" + windows))
                    && Files.isExecutable(home.resolve("bin/jlink" + windows))
                    && Files.readString(home.resolve("release"))
                            .lines()
                            .anyMatch(line -> line.matches("JAVA_VERSION=\"" + NEWEST_LTS + "\\b.*"));
        } catch (IOException none) {
            return false;
        }
    }

    /** Runs this program with that JDK, whose tools it then calls, and returns the exit code. */
    private static int runWith(Path jdk, String type) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("dist."))
                .sorted()
                .forEach(name -> line.add("-D" + name + "=" + System.getProperty(name)));
        line.addAll(
                List.of(Path.of("src/dist/java/Packages.java").toAbsolutePath().toString(), type));
        return new ProcessBuilder(line).inheritIO().start().waitFor();
    }

    /** Links the archived classes to each other, which JDK 24 and newer do and which shortens a start further. */
    private static List<String> linking() {
        return Runtime.version().feature() < 24 ? List.of() : List.of("-XX:+AOTClassLinking");
    }

    /** The JVM's options for every start of the program. */
    static List<String> options(boolean window) {
        List<String> options = new ArrayList<>(List.of("-Dfile.encoding=UTF-8"));
        options.addAll(window ? TUNING : HOST_TUNING);
        if (window && Runtime.version().feature() >= 24) {
            // JavaFX calls native code and sun.misc.Unsafe, about which newer JVMs print warnings.
            options.addAll(List.of("--enable-native-access=javafx.graphics", "--sun-misc-unsafe-memory-access=allow"));
        }
        return options;
    }

    private void build(String type) throws IOException, InterruptedException {
        if (!COMMAND.isEmpty() && (system != System_.LINUX || !Files.isExecutable(root.resolve(COMMAND)))) {
            fail("dist.command names no program for this system: " + COMMAND);
        }
        Path jar = root.resolve("target/pilothouse.jar");
        Path libs = dist.resolve("libs");
        if (!Files.isRegularFile(jar) || !Files.isDirectory(libs)) {
            fail("There are no jars in target: this runs in 'mvn -Pdesktop,dist package'.");
        }
        for (String old :
                List.of("app", "host-app", "runtime", "host-runtime", "image", "host-image", "packages", "work")) {
            delete(dist.resolve(old));
        }
        Files.deleteIfExists(dist.resolve("window.classes"));
        List<Path> all = list(libs, ".jar");
        List<Path> modules = all.stream().filter(Packages::isJavaFxWithNatives).toList();
        List<Path> app = all.stream()
                .filter(path -> !name(path).startsWith("org.openjfx."))
                .toList();
        List<Path> host = app.stream()
                .filter(path -> WINDOW_ONLY.stream().noneMatch(name(path)::startsWith))
                .toList();
        copy(app, jar, dist.resolve("app"));
        addBinaryStyles(dist.resolve("app"), modules);
        // The components and their licences.
        Files.copy(dist.resolve("bom.json"), dist.resolve("app/bom.json"));
        copy(host, jar, dist.resolve("host-app"));
        addFrames(dist.resolve("app"));
        addFrames(dist.resolve("host-app"));

        Path runtime = dist.resolve("runtime");
        Set<String> needed = needed(jar, app, modules);
        needed.addAll(Set.of("javafx.controls", "java.desktop", "jdk.localedata"));
        link(runtime, needed, modules);
        copyNatives(modules, runtime.resolve(system == System_.WINDOWS ? "bin" : "lib"));
        Path classes = windowClasses(runtime);
        archive(runtime, classes == null ? null : ofTheRuntime(classes));

        Path hostRuntime = dist.resolve("host-runtime");
        Set<String> neededByHost = needed(jar, host, modules);
        neededByHost.removeIf(module -> module.startsWith("javafx.") || module.equals("java.desktop"));
        link(hostRuntime, neededByHost, List.of());
        archive(hostRuntime, null);

        Path image = image("image", "app", runtime, true);
        if (!COMMAND.isEmpty()) {
            addCommand(image, root.resolve(COMMAND), root.resolve("src/dist/linux/pilothouse-command"));
        }
        if (system == System_.WINDOWS) {
            // The script of the command line finds the program's parts from its own folder.
            Path bin = Files.createDirectories(image.resolve("bin"));
            Files.writeString(bin.resolve("pilothouse.cmd"), windowsScript("%~dp0..\\", "Pilothouse.exe"));
            windowsHostImage(dist.resolve("host-app"), hostRuntime, dist.resolve("host-image"));
        } else {
            image("host-image", "host-app", hostRuntime, false);
        }
        if (!type.equals("app-image")) {
            if (type.equals("deb") || type.equals("rpm")) {
                packWithArchiveToCome(type, image, classes);
            } else {
                pack(type, image);
            }
        }
        report();
    }

    /**
     * Adds the command line compiled ahead of time to an image for Linux, and the script that decides which of the two
     * programs a line is for. The launcher of jpackage stays as it is, since the program writes its path into files of the
     * system.
     */
    static void addCommand(Path image, Path command, Path script) throws IOException {
        Path folder = Files.createDirectories(image.resolve("lib/command"));
        Files.copy(command, folder.resolve("pilothouse"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(script, image.resolve("bin/pilothouse-command"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    /**
     * Packs the image for an installer that runs our script at the final path. The image has no class data archive; it
     * has the list of all classes from which the script makes one. The original image stays unchanged.
     */
    private void packWithArchiveToCome(String type, Path image, Path classes) throws IOException {
        Path archive = image.resolve("lib/runtime/lib/server/classes.jsa");
        Path aside = dist.resolve("work/classes.jsa");
        Path list = image.resolve("lib/app/window.classes");
        Path options = image.resolve("lib/app/archive.options");
        Files.move(archive, aside, StandardCopyOption.REPLACE_EXISTING);
        try {
            if (classes != null) {
                Files.copy(classes, list, StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(options, String.join(" ", linking()) + "\n");
            }
            pack(type, image);
        } finally {
            Files.deleteIfExists(list);
            Files.deleteIfExists(options);
            Files.move(aside, archive);
        }
    }

    // --- jars
    // -----------------------------------------------------------------------------------------------------------

    private static boolean isJavaFxWithNatives(Path jar) {
        return name(jar).matches("org\\.openjfx\\.javafx-[a-z]+-[0-9.]+(-ea\\+[0-9]+)?-[a-z0-9-]+\\.jar");
    }

    private static void copy(List<Path> jars, Path jar, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.copy(jar, folder.resolve("pilothouse.jar"));
        for (Path library : jars) {
            Files.copy(library, folder.resolve(name(library)));
        }
    }

    /**
     * Gives picocli's classes frames. They are of Java 5, and the JVM archives such classes without having checked them.
     * The tool for it is a part of the JDK from Java 24 on.
     */
    private void addFrames(Path app) throws IOException, InterruptedException {
        if (Runtime.version().feature() < 24) {
            return;
        }
        for (Path library : list(app, ".jar")) {
            if (name(library).startsWith("info.picocli.")) {
                Process process = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                root.resolve("src/dist/java/ClassFrames.java").toString(),
                                library.toString())
                        .inheritIO()
                        .start();
                if (process.waitFor() != 0) {
                    fail("The classes of " + library + " got no frames.");
                }
            }
        }
    }

    /**
     * Adds the window's style sheets in JavaFX's binary form to the program's jar. JavaFX looks for that form first, beside
     * the sheet.
     */
    private void addBinaryStyles(Path app, List<Path> modules) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (Path sheet : list(root.resolve("src/main/resources/dev/pilothouse/css"), ".css")) {
            names.add("dev/pilothouse/css/" + name(sheet));
        }
        Path styles = Files.createDirectories(dist.resolve("work/styles"));
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                joined(modules),
                "--add-modules",
                "javafx.graphics",
                "-cp",
                app + "/*",
                root.resolve("src/dist/java/BinaryStyles.java").toString(),
                styles.toString()));
        line.addAll(names);
        Path log = dist.resolve("work/styles.log");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            fail("The style sheets were not translated: " + log);
        }
        List<String> jar = new ArrayList<>(List.of(
                "--update",
                "--file",
                app.resolve("pilothouse.jar").toString(),
                // The time of project.build.outputTimestamp, like that of all other entries.
                "--date=" + Instant.ofEpochSecond(Long.parseLong(System.getenv("SOURCE_DATE_EPOCH")))));
        for (String name : names) {
            jar.addAll(List.of("-C", styles.toString(), name.replaceAll("\\.css$", ".bss")));
        }
        run("jar", jar);
    }

    /** The modules of the JDK and of JavaFX that the jars reference. */
    private Set<String> needed(Path jar, List<Path> libraries, List<Path> javaFx) {
        List<String> line = new ArrayList<>(List.of("--ignore-missing-deps", "--multi-release", "17", "-R", "-s"));
        line.add("--class-path");
        line.add(joined(Stream.concat(libraries.stream(), javaFx.stream()).toList()));
        line.add(jar.toString());
        Set<String> found = new TreeSet<>(MODULES_BY_NAME);
        for (String row : run("jdeps", line).split("\\R")) {
            String[] ends = row.trim().split(" -> ");
            if (ends.length == 2 && ends[1].matches("(java|jdk|javafx)\\.[a-z.]+")) {
                found.add(ends[1]);
            }
        }
        if (!found.contains("java.base")) {
            fail("jdeps has found no module, which cannot be.");
        }
        found.removeAll(OPTIONAL);
        return found;
    }

    // --- the runtime
    // ------------------------------------------------------------------------------------------------------

    private void link(Path runtime, Set<String> modules, List<Path> modulePath) {
        List<String> line = new ArrayList<>(List.of(
                "--add-modules",
                String.join(",", modules),
                "--output",
                runtime.toString(),
                "--no-header-files",
                "--no-man-pages",
                "--strip-java-debug-attributes",
                // A package is compressed anyway, and uncompressed classes load faster.
                "--compress=0"));
        if (modules.contains("jdk.localedata")) {
            line.add("--include-locales=" + String.join(",", LANGUAGES));
        }
        if (!modulePath.isEmpty()) {
            line.addAll(List.of("--module-path", joined(modulePath)));
        }
        run("jlink", line);
    }

    /** JavaFX's jars contain its native libraries; unpacked here they need no cache in the user's home. */
    private static void copyNatives(List<Path> jars, Path folder) throws IOException {
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                    if (entry.getName().matches("[A-Za-z0-9_.-]+\\.(so|dylib|dll)")) {
                        try (InputStream in = zip.getInputStream(entry)) {
                            Files.copy(in, folder.resolve(entry.getName()), StandardCopyOption.REPLACE_EXISTING);
                        }
                    }
                }
            }
        }
    }

    /**
     * The classes that the window, the host and commands load: from the file of {@code -Ddist.classes}, or else recorded
     * from two starts of the window, a host and commands. The window needs a display; on Linux Xvfb will do. A few
     * classes depend on the order of threads, so reproducible packages need the same file.
     *
     * @return {@code target/dist/window.classes}, or null if no window can open here
     */
    private Path windowClasses(Path runtime) throws IOException, InterruptedException {
        String given = System.getProperty("dist.classes", "");
        if (!given.isEmpty()) {
            return Files.copy(root.resolve(given), dist.resolve("window.classes"));
        }
        Path work = Files.createDirectories(dist.resolve("work"));
        Path data = Files.createDirectories(work.resolve("home"));
        if (system == System_.LINUX) {
            Process found = new ProcessBuilder("sh", "-c", "command -v xvfb-run && command -v xauth")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (found.waitFor() != 0) {
                System.err.println(
                        "xvfb-run is not here: the window's class data is not archived, so it starts later.");
                return null;
            }
        }
        Set<String> all = new LinkedHashSet<>(ofWindow(runtime, data, work.resolve("seen-by-first-window")));
        all.addAll(ofCommands(runtime, data));
        // This one shows the session of the commands.
        all.addAll(ofWindow(runtime, data, work.resolve("seen-by-window")));
        return Files.write(dist.resolve("window.classes"), all);
    }

    /** Starts the window, and returns the rows of the list of its classes. */
    private List<String> ofWindow(Path runtime, Path data, Path seen) throws IOException, InterruptedException {
        Path log = dist.resolve("work/window.log");
        List<String> line = new ArrayList<>();
        if (system == System_.LINUX) {
            line.addAll(List.of("xvfb-run", "-a"));
        }
        line.addAll(List.of(
                runtime.resolve("bin/java").toString(),
                "-Xshare:off",
                "-XX:DumpLoadedClassList=" + seen,
                "-cp",
                dist.resolve("app") + "/*",
                MAIN,
                "--data",
                data.toString(),
                "--profile",
                data.resolve("profile").toString()));
        Process window = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            // Loading has ended when the list has not grown for some seconds; it is written as classes are loaded.
            long size = -1;
            for (int round = 0; round < 12; round++) {
                if (window.waitFor(5, TimeUnit.SECONDS)) {
                    fail("The window ended when its classes were to be seen: " + log);
                }
                long now = Files.exists(seen) ? Files.size(seen) : 0;
                if (now == size && now > 300_000) {
                    break;
                }
                size = now;
            }
            // A JVM from 24 on lists its resolved constants, among them the lambdas, when it ends. It does not come to
            // it if
            // its display ends first.
            endPrograms(window, runtime);
        } finally {
            // xvfb-run ends its server, but not the processes that use it.
            window.descendants().forEach(ProcessHandle::destroy);
            window.destroy();
            window.waitFor();
        }
        List<String> rows = rows(seen);
        if (!linking().isEmpty()
                && system != System_.WINDOWS
                && rows.stream().noneMatch(row -> row.startsWith("@cp javafx/"))) {
            fail("The window ended without the list of its resolved constants: " + log);
        }
        return rows;
    }

    /** Ends the programs of a runtime among a process and its descendants, and waits a minute for them. */
    private void endPrograms(Process root, Path runtime) throws IOException, InterruptedException {
        Path folder = runtime.toRealPath();
        for (ProcessHandle process :
                Stream.concat(Stream.of(root.toHandle()), root.descendants()).toList()) {
            if (process.info()
                    .command()
                    .filter(path -> Path.of(path).startsWith(folder))
                    .isPresent()) {
                process.destroy();
                try {
                    process.onExit().get(1, TimeUnit.MINUTES);
                } catch (ExecutionException | TimeoutException stuck) {
                    fail("The window whose classes were to be seen does not end.");
                }
            }
        }
    }

    /**
     * Starts a host and commands that ask it, and returns the rows of the lists of their classes. One makes a session of
     * the demo agent, which the next window shows.
     */
    private List<String> ofCommands(Path runtime, Path data) throws IOException, InterruptedException {
        Path seenByHost = dist.resolve("work/seen-by-host");
        Path log = dist.resolve("work/host.log");
        Process host = start(runtime, seenByHost, log, List.of("host", "--data", data.toString(), "--port", "0"));
        List<String> all = new ArrayList<>();
        try {
            // The host prints a ticket when it can be reached.
            String ticket = null;
            for (int round = 0; ticket == null; round++) {
                if (round == 60 || host.waitFor(1, TimeUnit.SECONDS)) {
                    fail("The host printed no ticket: " + log);
                }
                ticket = Files.readString(log)
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("pilothouse://"))
                        .findFirst()
                        .orElse(null);
            }
            command(runtime, data, all, "pair", ticket);
            command(runtime, data, all, "sessions");
            command(runtime, data, all, "--help");
            String session = command(
                    runtime, data, all, "new", "--agent", "demo", "--cwd", data.toString(), "--prompt", "hello");
            // Until the demo agent asks.
            for (int round = 0; command(runtime, data, all, "pending").isEmpty(); round++) {
                if (round == 60) {
                    fail("The demo agent does not ask.");
                }
            }
            Matcher hostId =
                    Pattern.compile("\"hostId\":\"([^\"]+)\"").matcher(Files.readString(data.resolve("host.json")));
            if (!hostId.find()) {
                fail("The host has no id: " + log);
            }
            Files.writeString(
                    data.resolve("profile/kept.properties"),
                    "\nsession=" + hostId.group(1) + "/" + session + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } finally {
            host.destroy();
            host.waitFor();
        }
        all.addAll(rows(seenByHost));
        return all;
    }

    /** Runs a command against the host, adds the rows of the list of its classes, and returns what it prints. */
    private String command(Path runtime, Path data, List<String> classes, String... words)
            throws IOException, InterruptedException {
        Path seen = dist.resolve("work/seen-by-command");
        Path out = dist.resolve("work/command.log");
        List<String> line = new ArrayList<>(List.of("ctl", "--profile=" + data.resolve("other-profile")));
        line.addAll(List.of(words));
        Process command = start(runtime, seen, out, line);
        if (!command.waitFor(1, TimeUnit.MINUTES) || command.exitValue() != 0) {
            command.destroyForcibly();
            fail("A command whose classes were to be seen has failed: " + out);
        }
        classes.addAll(rows(seen));
        return Files.readString(out).strip();
    }

    /**
     * The rows of a list without the numbers of classes, which several lists give to different classes. They are needed
     * only for classes of other loaders, which have a source and are left out.
     */
    private static List<String> rows(Path classes) throws IOException {
        try (Stream<String> rows = Files.lines(classes)) {
            return rows.filter(row -> !row.contains(" source: "))
                    .map(row -> row.replaceFirst(" id: \\d+$", ""))
                    .toList();
        }
    }

    /** Starts the program so that it lists the classes that it loads. */
    private Process start(Path runtime, Path seen, Path log, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                runtime.resolve("bin/java").toString(),
                "-Xshare:off",
                "-XX:DumpLoadedClassList=" + seen,
                "-cp",
                dist.resolve("app") + "/*",
                MAIN));
        line.addAll(arguments);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Filters a list of classes for those of the JDK and of JavaFX. */
    private Path ofTheRuntime(Path classes) throws IOException {
        try (Stream<String> rows = Files.lines(classes)) {
            return Files.write(
                    dist.resolve("work/runtime.classes"),
                    rows.filter(row -> row.matches(OF_THE_RUNTIME)).toList());
        }
    }

    /** Rows of a class list about a class, its constants, a lambda or a method handle's form of the runtime image itself. */
    private static final String OF_THE_RUNTIME =
            "(java|javax|jdk|sun|com/sun|javafx)/.*|@(cp|lambda-proxy|lambda-form-invoker) (\\[|(java|javax|jdk|sun|com/sun|javafx)/).*";

    /**
     * Creates the runtime's class data archive, of the JDK's and JavaFX's classes. An archive of the jars' classes
     * would depend on the installation path, so the deb and the rpm create theirs there. Then removes the runtime's own
     * programs.
     *
     * @param classes the classes to archive, or null for the JDK's own list
     */
    private void archive(Path runtime, Path classes) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(runtime.resolve("bin/java").toString(), "-Xshare:dump"));
        line.addAll(TUNING);
        line.addAll(linking());
        if (classes != null) {
            line.add("-XX:SharedClassListFile=" + classes);
        }
        Path log = Files.createDirectories(dist.resolve("work")).resolve(runtime.getFileName() + "-archive.log");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            fail("The class data archive was not made: " + log);
        }
        removePrograms(runtime.resolve("bin"), system == System_.WINDOWS);
    }

    /**
     * Removes the runtime's own programs, because the launchers are the only entry points. On Windows the same folder has
     * the libraries and the JVM's folder {@code server}, and {@code java.exe} and {@code javaw.exe} stay: see
     * {@link #windowsScript}.
     */
    static void removePrograms(Path bin, boolean windows) throws IOException {
        try (Stream<Path> entries = Files.list(bin)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                boolean stays =
                        windows && (name(entry).endsWith(".dll") || name(entry).matches("javaw?\\.exe"));
                if (!stays) {
                    Files.delete(entry);
                }
            }
        }
    }

    // --- images and packages
    // ----------------------------------------------------------------------------------------------

    private Path image(String output, String input, Path runtime, boolean window) throws IOException {
        Path work = Files.createDirectories(dist.resolve("work"));
        String name = window ? (system == System_.LINUX ? "pilothouse" : "Pilothouse") : HOST;
        List<String> line = new ArrayList<>(List.of(
                "--type",
                "app-image",
                "--name",
                name,
                "--app-version",
                version,
                "--vendor",
                "Pilothouse",
                "--description",
                "Watch and steer CLI coding agents",
                "--copyright",
                "GPL-3.0-or-later",
                "--input",
                dist.resolve(input).toString(),
                "--main-jar",
                "pilothouse.jar",
                "--main-class",
                MAIN,
                "--runtime-image",
                runtime.toString(),
                "--dest",
                dist.resolve(output).toString()));
        options(window).forEach(option -> line.addAll(List.of("--java-options", option)));
        if (!RELEASES.isEmpty()) {
            line.addAll(List.of("--java-options", "-Dpilothouse.releases=" + RELEASES));
        }
        if (window) {
            line.addAll(List.of("--icon", icon(work).toString()));
            line.addAll(resources());
        }
        if (system == System_.MAC) {
            line.addAll(List.of("--mac-package-identifier", "dev.pilothouse." + (window ? "app" : "host")));
        }
        run("jpackage", line);
        try (Stream<Path> images = Files.list(dist.resolve(output))) {
            return images.findFirst().orElseThrow();
        }
    }

    /** Our replacements of jpackage's own resources, if this system has any. jpackage refuses a folder that is missing. */
    private List<String> resources() {
        Path resources = root.resolve("src/dist/" + system.folder);
        return Files.isDirectory(resources) ? List.of("--resource-dir", resources.toString()) : List.of();
    }

    /** jpackage refuses a version for macOS that begins with 0; there, and only there, 0.x becomes 1.x. */
    static String version(boolean mac, String version) {
        return mac && version.startsWith("0.") ? "1." + version.substring(2) : version;
    }

    /**
     * Puts the host for Windows together without jpackage. jpackage's launcher starts itself again in a job that ends with
     * it, so Ctrl-C ends the JVM before its shutdown hooks have run (JDK-8365790; JDK 17 does not have the fix).
     */
    static void windowsHostImage(Path app, Path runtime, Path output) throws IOException {
        Path image = Files.createDirectories(output.resolve(HOST));
        copyTree(app, image.resolve("app"));
        copyTree(runtime, image.resolve("runtime"));
        Files.writeString(image.resolve(HOST + ".cmd"), windowsScript("%~dp0", HOST + ".cmd"));
    }

    /**
     * The script of the command line on Windows. It starts {@code java.exe}, which has a console, receives Ctrl-C itself
     * and passes on its exit code. A program of jpackage has either no console or the fault of {@link #windowsHostImage}.
     *
     * @param root the image's folder, with a backslash at its end
     * @param launcher the program in that folder that a service or the autostart starts
     */
    static String windowsScript(String root, String launcher) {
        String releases = RELEASES.isEmpty() ? "" : "\"-Dpilothouse.releases=" + RELEASES.replace("%", "%%") + "\" ";
        return String.join(
                "\r\n",
                "@echo off",
                "rem SPDX-License-Identifier: GPL-3.0-or-later",
                "setlocal EnableExtensions DisableDelayedExpansion",
                "\"" + root + "runtime\\bin\\java.exe\" -Dfile.encoding=UTF-8 " + releases + "\"-Dpilothouse.launcher="
                        + root + launcher + "\" -cp \"" + root + "app\\*\" " + MAIN + " %*",
                "exit /b %ERRORLEVEL%",
                "");
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private void pack(String type, Path image) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                "--type",
                type,
                "--name",
                name(image).replaceAll("\\.app$", ""),
                "--app-version",
                version,
                "--vendor",
                "Pilothouse",
                "--description",
                "Watch and steer CLI coding agents",
                "--app-image",
                image.toString(),
                "--license-file",
                root.resolve("LICENSE").toString(),
                "--dest",
                Files.createDirectories(dist.resolve("packages")).toString()));
        line.addAll(resources());
        switch (system) {
            case LINUX -> {
                line.addAll(List.of(
                        "--linux-package-name",
                        "pilothouse",
                        // Also in the file "control": not every JDK fills it in there.
                        "--linux-app-release",
                        "1",
                        "--linux-app-category",
                        type.equals("rpm") ? "Development/Tools" : "devel",
                        "--linux-menu-group",
                        "Development",
                        "--linux-shortcut"));
                if (type.equals("deb")) {
                    line.addAll(List.of(
                            "--linux-deb-maintainer",
                            "packages@pilothouse.dev",
                            // Listed by hand: the JDK would use the building system's package names, which other
                            // systems lack.
                            "--linux-package-deps",
                            "libstdc++6, zlib1g, libfreetype6, libgtk-3-0t64 | libgtk-3-0,"
                                    + " libpangoft2-1.0-0, libxtst6, libxxf86vm1, libgl1"));
                } else {
                    line.addAll(List.of("--linux-package-deps", "gtk3, pango, libXtst, libXxf86vm, libglvnd-glx"));
                }
            }
            case MAC -> line.addAll(List.of("--mac-package-identifier", "dev.pilothouse.app"));
            case WINDOWS ->
                line.addAll(List.of(
                        "--win-menu",
                        "--win-per-user-install",
                        "--win-upgrade-uuid",
                        // Must never change: Windows uses it to replace an older version by a newer one.
                        "6f0f9f0e-2b3f-4e5c-9a53-0d6d6c1b7a51"));
        }
        run("jpackage", line);
    }

    // --- icons
    // ------------------------------------------------------------------------------------------------------------

    /** The icon in the system's form, from the PNG files of the app's own resources. */
    private Path icon(Path work) throws IOException {
        Map<Integer, Path> pngs = new TreeMap<>();
        Path folder = root.resolve("src/main/resources/dev/pilothouse/icon");
        for (Path png : list(folder, ".png")) {
            pngs.put(Integer.parseInt(name(png).replaceAll("\\D", "")), png);
        }
        switch (system) {
            case LINUX -> {
                return pngs.get(256);
            }
            case WINDOWS -> {
                return Files.write(work.resolve("pilothouse.ico"), ico(pngs));
            }
            default -> {
                return Files.write(work.resolve("pilothouse.icns"), icns(pngs));
            }
        }
    }

    /** Windows' format: a directory entry of 16 bytes for each picture, then the unchanged PNG files. */
    private static byte[] ico(Map<Integer, Path> pngs) throws IOException {
        Map<Integer, byte[]> pictures = new LinkedHashMap<>();
        for (Map.Entry<Integer, Path> png : pngs.entrySet()) {
            if (png.getKey() <= 256) {
                pictures.put(png.getKey(), Files.readAllBytes(png.getValue()));
            }
        }
        int size = 6
                + 16 * pictures.size()
                + pictures.values().stream().mapToInt(bytes -> bytes.length).sum();
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort((short) 0).putShort((short) 1).putShort((short) pictures.size());
        int at = 6 + 16 * pictures.size();
        for (Map.Entry<Integer, byte[]> picture : pictures.entrySet()) {
            // A width of 256 is written as 0.
            byte side = (byte) (int) picture.getKey();
            file.put(side)
                    .put(side)
                    .put((byte) 0)
                    .put((byte) 0)
                    .putShort((short) 1)
                    .putShort((short) 32);
            file.putInt(picture.getValue().length).putInt(at);
            at += picture.getValue().length;
        }
        pictures.values().forEach(file::put);
        return file.array();
    }

    /** Apple's format: PNG files, each preceded by its type and length. */
    private static byte[] icns(Map<Integer, Path> pngs) throws IOException {
        Map<Integer, String> types = new HashMap<>(Map.of(128, "ic07", 256, "ic08", 512, "ic09"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        for (Map.Entry<Integer, Path> png : pngs.entrySet()) {
            String type = types.get(png.getKey());
            if (type != null) {
                byte[] picture = Files.readAllBytes(png.getValue());
                out.writeBytes(type);
                out.writeInt(8 + picture.length);
                out.write(picture);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(file);
        head.writeBytes("icns");
        head.writeInt(8 + body.size());
        head.write(body.toByteArray());
        return file.toByteArray();
    }

    // --- the rest
    // ---------------------------------------------------------------------------------------------------------

    private void report() throws IOException {
        for (String folder : List.of("image", "host-image", "packages")) {
            if (Files.isDirectory(dist.resolve(folder))) {
                try (Stream<Path> made = Files.list(dist.resolve(folder))) {
                    for (Path path : made.sorted().toList()) {
                        System.out.printf(Locale.ROOT, "%s %.1f MB%n", root.relativize(path), size(path) / 1_000_000.0);
                    }
                }
            }
        }
    }

    private static long size(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }

    private static String run(String tool, List<String> line) {
        ToolProvider provider = ToolProvider.findFirst(tool).orElse(null);
        if (provider == null) {
            fail("This Java has no " + tool + ": a whole JDK is needed.");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = provider.run(print, print, line.toArray(String[]::new));
        String said = out.toString(StandardCharsets.UTF_8);
        if (status != 0) {
            fail(tool + " failed (" + status + "):\n" + said);
        }
        return said;
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Predicate<Path> fits = path -> name(path).endsWith(ending);
            return files.filter(fits).sorted().toList();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    file.toFile().setWritable(true);
                    Files.delete(file);
                }
            }
        }
    }

    /** Ends the program; the return type lets callers use it as a value. */
    private static <T> T fail(String text) {
        System.err.println(text);
        System.exit(1);
        throw new IllegalStateException(text);
    }
}

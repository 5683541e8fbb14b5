package dev.pilothouse.desktop.service;

import dev.pilothouse.desktop.process.WindowsCommandLine;
import dev.pilothouse.desktop.process.WindowsPrograms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds a task for the Windows Task Scheduler that starts at logon. Pure. */
final class WindowsTask {
    private static final String NAME = "Pilothouse host";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private WindowsTask() {}

    static Service service(Path home, Map<String, String> environment, ServiceSpec spec) {
        String local = environment.getOrDefault("LOCALAPPDATA", "");
        Path folder = local.isEmpty() ? home.resolve("AppData").resolve("Local") : Path.of(local);
        Path file = folder.resolve("Pilothouse").resolve("host-task.xml");
        WindowsPrograms programs = new WindowsPrograms(environment);
        String schtasks = programs.schtasks();
        String user = environment.getOrDefault("USERNAME", "");
        String domain = environment.getOrDefault("USERDOMAIN", "");
        return new Service(
                file,
                BYTE_ORDER_MARK + text(spec, domain.isEmpty() ? user : domain + "\\" + user, programs),
                // schtasks reads little-endian with a mark, as Windows' own editor writes it.
                StandardCharsets.UTF_16LE,
                List.of(
                        List.of(schtasks, "/Create", "/F", "/TN", NAME, "/XML", file.toString()),
                        List.of(schtasks, "/Run", "/TN", NAME)),
                List.of(List.of(schtasks, "/End", "/TN", NAME), List.of(schtasks, "/Delete", "/F", "/TN", NAME)),
                "It starts when you log on.",
                1);
    }

    static String text(ServiceSpec spec, String user, WindowsPrograms programs) {
        XmlText task = new XmlText("<?xml version=\"1.0\" encoding=\"UTF-16\"?>");
        task.open("Task", "version", "1.2", "xmlns", "http://schemas.microsoft.com/windows/2004/02/mit/task");
        task.open("RegistrationInfo")
                .value("Description", "Pilothouse host. " + Service.MARK + ".")
                .close();
        task.open("Triggers").open("LogonTrigger").value("Enabled", "true");
        if (!user.isEmpty()) {
            task.value("UserId", user);
        }
        task.close().close();
        task.open("Principals").open("Principal", "id", "Author");
        if (!user.isEmpty()) {
            task.value("UserId", user);
        }
        task.value("LogonType", "InteractiveToken").value("RunLevel", "LeastPrivilege");
        task.close().close();
        task.open("Settings")
                .value("MultipleInstancesPolicy", "IgnoreNew")
                .value("DisallowStartIfOnBatteries", "false")
                .value("StopIfGoingOnBatteries", "false")
                .value("StartWhenAvailable", "true")
                .open("RestartOnFailure")
                .value("Interval", "PT1M")
                .value("Count", "3")
                .close()
                .value("Hidden", "true")
                .value("ExecutionTimeLimit", "PT0S")
                .close();
        List<String> line = withoutWindow(spec.command(), programs);
        task.open("Actions", "Context", "Author")
                .open("Exec")
                .value("Command", line.get(0))
                .value("Arguments", line.get(1))
                .close()
                .close();
        return task.close().text();
    }

    /** Returns the whole command as one text. */
    static String commandLine(List<String> command, WindowsPrograms programs) {
        List<String> line = withoutWindow(command, programs);
        return (WindowsCommandLine.quoted(line.get(0)) + " " + line.get(1)).strip();
    }

    /**
     * Returns the program and its arguments as one text, for a start without a window of the console. A script needs a
     * console; {@code conhost --headless} gives it one that is not shown. Microsoft does not document that option.
     */
    private static List<String> withoutWindow(List<String> command, WindowsPrograms programs) {
        List<String> line = line(command, programs);
        boolean script = line.get(0).equals(programs.cmd());
        return script
                ? List.of(
                        programs.conhost(), "--headless " + WindowsCommandLine.quoted(line.get(0)) + " " + line.get(1))
                : line;
    }

    /** Returns the program, and its arguments as one text. */
    private static List<String> line(List<String> command, WindowsPrograms programs) {
        String program = WindowsPrograms.windowless(command.get(0));
        List<String> arguments = command.subList(1, command.size());
        if (WindowsCommandLine.isScript(program)) {
            // The shell removes the outermost quotes only.
            List<String> all = new ArrayList<>(List.of(program));
            all.addAll(arguments);
            return List.of(programs.cmd(), "/d /s /c \"" + quoted(all) + '"');
        }
        return List.of(program, quoted(arguments));
    }

    private static String quoted(List<String> words) {
        return words.stream().map(WindowsCommandLine::quoted).collect(Collectors.joining(" "));
    }
}

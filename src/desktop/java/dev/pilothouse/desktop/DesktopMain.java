package dev.pilothouse.desktop;

import dev.pilothouse.desktop.cli.CommandLineMain;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.demo.DemoCommand;
import dev.pilothouse.desktop.instance.SingleInstance;
import dev.pilothouse.desktop.logging.LogSetup;
import dev.pilothouse.desktop.platform.DesktopFolders;
import dev.pilothouse.pulse.CrashReporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The main class, for the window and for every command. It does not extend Application: the Java launcher would then
 * require JavaFX as a named module. Owns nothing.
 */
public final class DesktopMain {

    private DesktopMain() {}

    /**
     * Opens the window for a line of {@code [--phone] [--data DIR] [--profile DIR] [--port N] [--share] [LINK]}, or
     * raises the window that is already open. Any other line goes to the command line interface. Without a display,
     * runs the headless host in place of the window.
     */
    public static void main(String[] arguments) throws IOException {
        LogSetup.toStandardError();
        List<String> line = List.of(arguments);
        if (!line.isEmpty() && line.get(0).equals(DemoCommand.ARGUMENT)) {
            // A packaged program has no separate Java to start its demo agent with.
            DemoAgent.main(arguments);
            return;
        }
        LaunchMode launch = LaunchMode.of(line, () -> hasJavaFx() && hasDisplay());
        switch (launch.kind()) {
            case WINDOW -> {
                LogSetup.toFile(
                        logs(launch.options().flatMap(WindowOptions::data)).resolve("window.log"));
                // Attach assumes a desktop also without this property, but then prints a message on standard error.
                System.setProperty("javafx.platform", "desktop");
                // Done before the toolkit starts, which takes longer than all of this.
                int code = handOver(launch.options().orElseThrow());
                if (code >= 0) {
                    System.exit(code);
                }
                DesktopApplication.run(WindowPreparation.begin(launch.options().orElseThrow()), arguments);
            }
            case HEADLESS -> {
                System.err.println(noWindow() + ", so no window can open: this runs as the headless host instead.");
                runCommand(launch.options().orElseThrow().asHostCommand());
            }
            case PHONE_WITHOUT_DISPLAY -> {
                System.err.println(noWindow() + ", so the phone form cannot open."
                        + " From a terminal, 'pilothouse ctl' pairs with a host and steers it.");
                System.exit(1);
            }
            case COMMAND -> runCommand(line);
        }
    }

    /**
     * Passes the request to a window that is already open.
     *
     * @return the exit code, or -1 if there is no such window
     */
    static int handOver(WindowOptions options) {
        return exitCodeFor(
                options,
                SingleInstance.knock(
                        options.profileFolder(),
                        options.environmentText(),
                        options.link().orElse("")));
    }

    /** @return the exit code for that answer, or -1 if no window took the request */
    private static int exitCodeFor(WindowOptions options, SingleInstance.Answer answer) {
        switch (answer) {
            case RAISED:
                System.err.println("Pilothouse is open already; its window comes forward.");
                return 0;
            case ELSEWHERE:
                System.err.println("A Pilothouse window with the profile " + options.profileFolder()
                        + " is open already, for another data folder. Close it, or give this one a profile of its own"
                        + " with --profile.");
                return 1;
            default:
                return -1;
        }
    }

    private static void runCommand(List<String> line) {
        String details = "";
        if (LaunchMode.isHost(line)) {
            Path file = logs(optionValue(line, "--data").map(Path::of)).resolve("host.log");
            LogSetup.toFile(file);
            details = " " + file + " has the details.";
        }
        String where = details;
        Thread.setDefaultUncaughtExceptionHandler(
                new CrashReporter(code -> System.err.println("Something went wrong (code " + code + ")." + where)));
        int code = CommandLineMain.run(line.toArray(String[]::new));
        if (LaunchMode.isHost(line)) {
            System.exit(code);
        }
        // A command has nothing to end, and from Java 21 on an exit is logged, for which the JVM opens all jars.
        Runtime.getRuntime().halt(code);
    }

    private static String noWindow() {
        return hasJavaFx()
                ? "There is no display here (DISPLAY is not set)"
                : "This is the host's package, which has no window in it";
    }

    /**
     * The host's package contains no JavaFX. Looks for the class file, so that no class that refers to it is loaded.
     */
    private static boolean hasJavaFx() {
        return DesktopMain.class.getClassLoader().getResource("javafx/application/Application.class") != null;
    }

    private static boolean hasDisplay() {
        // JavaFX 21 supports only X11. A Wayland session offers it too, through XWayland and DISPLAY.
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        String display = System.getenv("DISPLAY");
        return !linux || (display != null && !display.isEmpty());
    }

    private static Path logs(Optional<Path> data) {
        return data.map(folder -> folder.toAbsolutePath().resolve("logs"))
                .orElseGet(() -> DesktopFolders.ofThisUser().logs());
    }

    private static Optional<String> optionValue(List<String> line, String name) {
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).equals("--")) {
                break;
            }
            if (line.get(i).startsWith(name + "=")) {
                return Optional.of(line.get(i).substring(name.length() + 1));
            }
            if (line.get(i).equals(name) && i + 1 < line.size()) {
                return Optional.of(line.get(i + 1));
            }
        }
        return Optional.empty();
    }
}

package dev.pilothouse.desktop.doctor;

import dev.pilothouse.desktop.process.CommandLookup;
import dev.pilothouse.desktop.process.WindowsPrograms;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks whether the desktop window could show a notification. Shows none. Immutable; any thread. */
public final class NotificationCheck implements HealthCheck {
    private static final String AREA = "notifications";

    private final String osName;
    private final Map<String, String> environment;

    public NotificationCheck() {
        this(System.getProperty("os.name"), System.getenv());
    }

    NotificationCheck(String osName, Map<String, String> environment) {
        this.osName = osName.toLowerCase(Locale.ROOT);
        this.environment = Map.copyOf(environment);
    }

    @Override
    public List<DiagnosticResult> examine() {
        boolean windows = osName.contains("windows");
        boolean mac = osName.contains("mac");
        String program = windows ? new WindowsPrograms(environment).powershell() : mac ? "osascript" : "notify-send";
        if (CommandLookup.of(environment)
                .find(program, Path.of("").toAbsolutePath())
                .isEmpty()) {
            return List.of(DiagnosticResult.warning(
                    AREA,
                    "there is no " + program + ", which shows them",
                    windows || mac
                            ? "It belongs to the system: correct the PATH."
                            : "Install libnotify (apt-get install libnotify-bin)."));
        }
        if (!windows
                && !mac
                && environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "").isEmpty()) {
            return List.of(DiagnosticResult.warning(
                    AREA,
                    program + " is there, but no session bus (DBUS_SESSION_BUS_ADDRESS is not set)",
                    "Start the window from a desktop session. The headless host shows none."));
        }
        return List.of(DiagnosticResult.ok(
                AREA,
                program + " is there"
                        + (mac
                                ? ". macOS shows its notifications as those of Script Editor: allow them in System Settings,"
                                        + " Notifications"
                                : "")));
    }
}

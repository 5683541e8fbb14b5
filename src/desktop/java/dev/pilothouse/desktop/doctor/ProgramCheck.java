package dev.pilothouse.desktop.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks Java, JavaFX and the display. JavaFX is looked up by name: a host does not need it and must run without it.
 * Immutable; any thread.
 */
public final class ProgramCheck implements HealthCheck {
    private static final int JAVA = 17;
    private static final Pattern LOCAL_DISPLAY = Pattern.compile("(?:unix)?:(\\d+)(?:\\.\\d+)?");

    private final boolean linux;
    private final Map<String, String> environment;
    private final Path displaySockets;

    public ProgramCheck() {
        this(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
                System.getenv(),
                Path.of("/tmp/.X11-unix"));
    }

    ProgramCheck(boolean linux, Map<String, String> environment, Path displaySockets) {
        this.linux = linux;
        this.environment = Map.copyOf(environment);
        this.displaySockets = displaySockets;
    }

    @Override
    public List<DiagnosticResult> examine() {
        List<DiagnosticResult> findings = new ArrayList<>();
        String runtime = "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch");
        findings.add(
                Runtime.version().feature() >= JAVA
                        ? DiagnosticResult.ok("java", runtime)
                        : DiagnosticResult.failure(
                                "java", runtime, "Install a JDK " + JAVA + " or newer and set JAVA_HOME."));
        findings.add(toolkit());
        if (linux) {
            findings.add(display());
        }
        return findings;
    }

    private static DiagnosticResult toolkit() {
        try {
            Class<?> application =
                    Class.forName("javafx.application.Application", false, ProgramCheck.class.getClassLoader());
            String version = Optional.ofNullable(application.getModule().getDescriptor())
                    .flatMap(descriptor -> descriptor.rawVersion())
                    .map(known -> " " + known)
                    .orElse("");
            return DiagnosticResult.ok("javafx", "JavaFX" + version + " is there");
        } catch (ClassNotFoundException missing) {
            return DiagnosticResult.warning(
                    "javafx",
                    "there is no JavaFX, so no window can open",
                    "Start it through ./pilothouse, which has it.");
        }
    }

    private DiagnosticResult display() {
        String display = environment.getOrDefault("DISPLAY", "");
        if (display.isEmpty()) {
            return DiagnosticResult.warning(
                    "display",
                    "DISPLAY is not set, so no window can open; the headless host needs none",
                    "Start the window from a desktop session; for Wayland, with XWayland.");
        }
        Matcher local = LOCAL_DISPLAY.matcher(display);
        if (local.matches() && !Files.exists(displaySockets.resolve("X" + local.group(1)))) {
            return DiagnosticResult.warning(
                    "display",
                    "DISPLAY is " + display + ", but no X server answers there",
                    "Correct DISPLAY, or start the X server.");
        }
        return DiagnosticResult.ok("display", "DISPLAY is " + display);
    }
}

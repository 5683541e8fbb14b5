package dev.pilothouse.desktop.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Builds a unit for the user's systemd, which needs no root. Quoting follows systemd.syntax(7) and systemd.service(5).
 * Pure.
 */
final class SystemdUnit {
    private static final String NAME = "pilothouse.service";
    /** Longer than a host takes to end all its agents and write its journals to disk. */
    private static final int STOP_SECONDS = 90;

    private SystemdUnit() {}

    static Service service(Path home, Map<String, String> environment, ServiceSpec spec) {
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // The XDG specification: a relative path in the variable is to be ignored.
        Path config = !configured.isEmpty() && Path.of(configured).isAbsolute()
                ? Path.of(configured)
                : home.resolve(".config");
        return new Service(
                config.resolve("systemd").resolve("user").resolve(NAME),
                text(spec),
                List.of(
                        List.of("systemctl", "--user", "daemon-reload"),
                        List.of("systemctl", "--user", "enable", NAME),
                        // Starts the service, or restarts a running one with the new command line.
                        List.of("systemctl", "--user", "restart", NAME)),
                List.of(List.of("systemctl", "--user", "disable", "--now", NAME)),
                "It runs while you are logged in. To keep it running after that: loginctl enable-linger");
    }

    static String text(ServiceSpec spec) {
        StringBuilder exec = new StringBuilder(quoted(spec.command().get(0)));
        for (String argument : spec.command().subList(1, spec.command().size())) {
            // systemd expands $ in arguments, but not in the program's path.
            exec.append(' ').append(quoted(argument.replace("$", "$$")));
        }
        String environment = new TreeMap<>(spec.environment())
                .entrySet().stream()
                        .map(variable -> "Environment=" + quoted(variable.getKey() + "=" + variable.getValue()) + "\n")
                        .collect(Collectors.joining());
        return "# " + Service.MARK + "\n"
                + "[Unit]\n"
                + "Description=Pilothouse host\n"
                + "\n"
                + "[Service]\n"
                + "ExecStart=" + exec + "\n"
                + environment
                // The host's own files are private anyway; this covers files that agents create.
                + "UMask=0077\n"
                + "Restart=on-failure\n"
                + "RestartSec=5\n"
                // The host ends its agents itself, in an order that lets them save. systemd kills the rest.
                + "KillMode=mixed\n"
                + "TimeoutStopSec=" + STOP_SECONDS + "\n"
                + "\n"
                + "[Install]\n"
                + "WantedBy=default.target\n";
    }

    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + '"';
    }
}

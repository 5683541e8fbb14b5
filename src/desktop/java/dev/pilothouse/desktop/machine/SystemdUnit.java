package dev.pilothouse.desktop.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A unit of the person's own systemd; it needs no root. Quoting is that of systemd.syntax(7) and systemd.service(5). Pure.
 */
final class SystemdUnit {
    private static final String NAME = "pilothouse.service";
    /** Longer than a host takes to end all its agents and bring its journals to disk. */
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
                        // Starts one that does not run, and gives one that does its new line.
                        List.of("systemctl", "--user", "restart", NAME)),
                List.of(List.of("systemctl", "--user", "disable", "--now", NAME)),
                "It runs while you are logged in. To keep it running after that: loginctl enable-linger");
    }

    static String text(ServiceSpec spec) {
        StringBuilder exec = new StringBuilder(quoted(spec.command().get(0)));
        for (String argument : spec.command().subList(1, spec.command().size())) {
            // Variables are put in for $ in arguments, but not in the path of the program.
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
                // Its files are closed to others anyway; this closes what agents make carelessly.
                + "UMask=0077\n"
                + "Restart=on-failure\n"
                + "RestartSec=5\n"
                // The host ends its agents itself, in an order that lets them save; what is left after that is killed.
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

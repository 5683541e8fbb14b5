package dev.pilothouse.desktop.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Describes the service of this host. Immutable; any thread.
 *
 * @param command the program and its arguments
 * @param environment variables that the program needs to start and to find agents; systems start services with almost
 *     none
 */
public record ServiceSpec(List<String> command, Map<String, String> environment) {

    public ServiceSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        for (String word : command) {
            requirePlain(word);
        }
        environment.forEach((name, value) -> requirePlain(name + value));
    }

    private static void requirePlain(String word) {
        if (word.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A service cannot be told of a path with a line break or another control character in it: "
                            + word.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    /**
     * Returns the headless host of this very program.
     *
     * @param options of {@code pilothouse host}
     */
    public static ServiceSpec ofThisProgram(List<String> options) {
        return of(System.getProperties(), System.getenv(), options);
    }

    static ServiceSpec of(Properties properties, Map<String, String> environment, List<String> options) {
        List<String> command = new ArrayList<>(ProgramCommand.of(properties));
        // A ticket on standard output would end up in the system's log.
        command.addAll(List.of("host", "--no-ticket"));
        command.addAll(options);
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("JAVA_HOME", Path.of(properties.getProperty("java.home")).toString());
        if (environment.containsKey("PATH")) {
            kept.put("PATH", environment.get("PATH"));
        }
        return new ServiceSpec(command, kept);
    }
}

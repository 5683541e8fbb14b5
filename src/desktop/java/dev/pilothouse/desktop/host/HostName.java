package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.process.SystemCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the machine's display name without network access. May wait a second for a program of macOS. */
final class HostName {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private HostName() {}

    static String ofThisMachine() {
        return of(
                System.getProperty("os.name", ""),
                System.getenv(),
                Path.of("/etc/hostname"),
                command -> SystemCommand.ask(TIMEOUT, command));
    }

    /** @param ask runs a command and returns what it prints */
    static String of(
            String osName, Map<String, String> environment, Path file, Function<List<String>, Optional<String>> ask) {
        if (osName.startsWith("Mac")) {
            // A Mac has no such file, and exports no such variable. The second one is the name in the network.
            Optional<String> name = ask.apply(List.of("/usr/sbin/scutil", "--get", "ComputerName"))
                    .or(() -> ask.apply(List.of("/usr/sbin/scutil", "--get", "LocalHostName")))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
            if (name.isPresent()) {
                return name.get();
            }
        }
        for (String variable : List.of("COMPUTERNAME", "HOSTNAME")) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isBlank()) {
                return value.strip();
            }
        }
        try {
            String name = Files.readString(file, StandardCharsets.UTF_8).strip();
            return name.isEmpty() ? "host" : name;
        } catch (IOException e) {
            return "host";
        }
    }
}

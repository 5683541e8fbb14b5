package dev.pilothouse.desktop.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the machine's display name without network access. */
final class HostName {
    private HostName() {}

    static String ofThisMachine() {
        for (String variable : List.of("COMPUTERNAME", "HOSTNAME")) {
            String value = System.getenv(variable);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        try {
            String name = Files.readString(Path.of("/etc/hostname"), StandardCharsets.UTF_8)
                    .strip();
            return name.isEmpty() ? "host" : name;
        } catch (IOException e) {
            return "host";
        }
    }
}

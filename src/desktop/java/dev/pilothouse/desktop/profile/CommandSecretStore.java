package dev.pilothouse.desktop.profile;

import dev.pilothouse.desktop.process.CommandLookup;
import dev.pilothouse.desktop.process.SystemCommand;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the keystore by the system's own program: {@code secret-tool} of libsecret, or {@code security} of macOS. The
 * program gets the name of the entry as an argument, and prints the secret to a pipe. Other systems have no such
 * program. Stateless; blocks for at most {@value #SECONDS} s, because the keystore may ask the person to unlock it.
 */
final class CommandSecretStore implements SecretStore {
    static final String SERVICE = "pilothouse";
    private static final int SECONDS = 20;

    private final List<String> command;
    private final Supplier<Map<String, String>> environment;

    /** @param command the program, then its arguments before the name; empty if the system has none */
    CommandSecretStore(List<String> command, Supplier<Map<String, String>> environment) {
        this.command = List.copyOf(command);
        this.environment = environment;
    }

    /** @param environment whose {@code PATH} has the program */
    static CommandSecretStore ofSystem(String osName, Supplier<Map<String, String>> environment) {
        return new CommandSecretStore(command(osName), environment);
    }

    private static List<String> command(String osName) {
        String system = osName.toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return List.of("/usr/bin/security", "find-generic-password", "-w", "-s", SERVICE, "-a");
        }
        return system.startsWith("windows")
                ? List.of()
                : List.of("secret-tool", "lookup", "service", SERVICE, "account");
    }

    @Override
    public Found find(String name) {
        if (command.isEmpty()) {
            return new Found.Missing(HostText.of(HostTextCode.SECRET_NO_KEYSTORE));
        }
        Optional<Path> program = CommandLookup.of(environment.get()).find(command.get(0), Path.of("/"));
        if (program.isEmpty()) {
            return new Found.Missing(HostText.of(HostTextCode.SECRET_NO_PROGRAM, command.get(0)));
        }
        List<String> whole = new ArrayList<>(command);
        whole.set(0, program.get().toString());
        whole.add(name);
        // The programs end what they print with a line feed, unless they print to a pipe.
        return SystemCommand.ask(Duration.ofSeconds(SECONDS), whole)
                .map(CommandSecretStore::withoutLineEnd)
                .filter(value -> !value.isEmpty())
                .<Found>map(Found.Secret::new)
                .orElseGet(() -> new Found.Missing(HostText.of(HostTextCode.SECRET_NOT_STORED, name)));
    }

    private static String withoutLineEnd(String answer) {
        String text = answer.endsWith("\n") ? answer.substring(0, answer.length() - 1) : answer;
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}

package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * An MCP server of a profile.
 *
 * @param command the program, for {@link ServerKind#STDIO}; else empty
 * @param arguments of the program
 * @param url for the other kinds; else empty
 * @param settings the variables of the program, or the headers of the requests
 */
public record ProfileServer(
        String name,
        ServerKind kind,
        String command,
        List<String> arguments,
        String url,
        List<ProfileSetting> settings) {
    public ProfileServer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(command, "command");
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(url, "url");
        settings = List.copyOf(settings);
    }

    /** The same without plain values. */
    public ProfileServer withheld() {
        return new ProfileServer(
                name,
                kind,
                command,
                arguments,
                url,
                settings.stream().map(ProfileSetting::withheld).toList());
    }

    @Override
    public String toString() {
        return "ProfileServer[" + name + " " + kind + "]";
    }
}

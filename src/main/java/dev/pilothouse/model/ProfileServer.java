package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server of a profile.
 *
 * @param command the program, for {@link ServerKind#STDIO}; else empty
 * @param arguments of the program
 * @param url for the other kinds; else empty
 * @param settings the variables of the program, or the headers of the requests
 * @param origin the file from which it was taken over; null for none
 */
public record ProfileServer(
        String name,
        ServerKind kind,
        String command,
        List<String> arguments,
        String url,
        List<ProfileSetting> settings,
        @Nullable ServerOrigin origin) {
    /** A word of a command line that needs no quotes. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    public ProfileServer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(command, "command");
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(url, "url");
        settings = List.copyOf(settings);
    }

    /** One that was taken over from no file. */
    public ProfileServer(
            String name,
            ServerKind kind,
            String command,
            List<String> arguments,
            String url,
            List<ProfileSetting> settings) {
        this(name, kind, command, arguments, url, settings, null);
    }

    /** The same with other variables or headers. */
    public ProfileServer withSettings(List<ProfileSetting> others) {
        return new ProfileServer(name, kind, command, arguments, url, others, origin);
    }

    public ProfileServer withOrigin(@Nullable ServerOrigin other) {
        return new ProfileServer(name, kind, command, arguments, url, settings, other);
    }

    /** The command with its arguments, or the address, whole and for people. */
    public String line() {
        return kind == ServerKind.STDIO
                ? Stream.concat(Stream.of(command), arguments.stream())
                        .map(ProfileServer::word)
                        .collect(Collectors.joining(" "))
                : PlainText.exact(url);
    }

    /** Whether it starts the same command, or leads to the same address, under whatever name and with whatever values. */
    public boolean isSamePlace(ProfileServer other) {
        return kind == other.kind
                && command.equals(other.command)
                && arguments.equals(other.arguments)
                && url.equals(other.url);
    }

    private static String word(String text) {
        String shown = PlainText.exact(text);
        return WORD.matcher(shown).matches() ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }

    /** The same without plain values. */
    public ProfileServer withheld() {
        return withSettings(settings.stream().map(ProfileSetting::withheld).toList());
    }

    @Override
    public String toString() {
        return "ProfileServer[" + name + " " + kind + "]";
    }
}

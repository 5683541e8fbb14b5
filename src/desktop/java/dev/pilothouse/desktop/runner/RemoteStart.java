package dev.pilothouse.desktop.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts an agent at the remote end of a {@link Runner}, and ends all its processes when the connection ends on either
 * side.
 *
 * <p>The remote command line is always the same few words: a shell that reads a script from its stdin, up to a marker
 * line after which the agent's own input begins. Directory, environment and command are in that script. Therefore only
 * this class quotes them, and no process list on either machine shows them. Immutable; any thread.
 *
 * @param directory the agent's remote working directory
 * @param command the agent's program and arguments
 * @param environment variables to set in addition to those of the remote end
 * @param nonce different for every start; marks the agent's remote processes; lower-case letters and digits
 */
public record RemoteStart(String directory, List<String> command, Map<String, String> environment, String nonce) {
    private static final Pattern NONCE = Pattern.compile("[a-z0-9]{8,64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String SCRIPT = read("remote.sh");

    public RemoteStart {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("A nonce is made of 8 to 64 lower-case letters and digits.");
        }
        environment.keySet().forEach(RemoteStart::requireName);
    }

    /**
     * Returns a remote directory without steps that lead nowhere. It is never read as a path of this machine, where
     * {@code /home/x} may not be absolute.
     *
     * @return null if it is not absolute, or no shell could carry it
     */
    public static @Nullable String directory(String text) {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            return null;
        }
        Deque<String> names = new ArrayDeque<>();
        for (String name : text.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** Returns whether a shell can set a variable of that name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is no name of a variable that a shell can set.");
        }
    }

    /**
     * Returns the words of the remote command. They contain no single quote, no line end and no '!', which some shells
     * interpret even within single quotes.
     */
    public List<String> arguments() {
        return List.of(
                "sh",
                "-c",
                "eval \"$(while IFS= read -r l; do case $l in " + end()
                        + ") break;; esac; printf \"%s\\n\" \"$l\"; done)\"");
    }

    /** Returns the text to write to its stdin before anything else, without the last line's end. */
    public String scriptStart() {
        StringBuilder text = new StringBuilder();
        text.append("ph_dir=").append(ShellWords.quote(directory)).append('\n');
        text.append("ph_mark=").append(nonce).append('\n');
        text.append("ph_env() {\n:\n");
        new TreeMap<>(environment)
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append('=')
                        .append(ShellWords.quote(value))
                        .append('\n'));
        text.append("}\n");
        text.append("set -- ").append(ShellWords.join(command)).append('\n');
        return text.append(SCRIPT).append(end()).toString();
    }

    private String end() {
        return "pilothouse-" + nonce;
    }

    private static String read(String name) {
        try (InputStream in = RemoteStart.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

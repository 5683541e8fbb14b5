package dev.pilothouse.desktop.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Starts an agent at the other end of a {@link Runner}, and ends all of it when the connection ends, whoever ended that.
 *
 * <p>The command line over there is always the same few words: a shell that reads a script from its stdin, up to a line
 * that says where the agent's own lines begin. Directory, environment and command are in that script. So they go through no
 * quoting but this class's own, and nothing of them is seen in a list of processes on either machine. Immutable; any
 * thread.
 *
 * @param directory where the agent works, over there
 * @param command the agent's program and arguments
 * @param environment what it gets besides what the other end sets
 * @param nonce different for every start: marks the agent's processes over there; lower-case letters and digits
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

    /** Whether a shell can set a variable of that name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is no name of a variable that a shell can set.");
        }
    }

    /**
     * The words of the command over there. They hold no single quote, no line end and no '!', which some shells treat in
     * their own way even within single quotes.
     */
    public List<String> words() {
        return List.of(
                "sh",
                "-c",
                "eval \"$(while IFS= read -r l; do case $l in " + end()
                        + ") break;; esac; printf \"%s\\n\" \"$l\"; done)\"");
    }

    /** What has to be written to its stdin before anything else, without the last line's end. */
    public String preamble() {
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

package dev.pilothouse.desktop.process;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Builds command lines of Windows, where a program receives one text and splits it itself. Nearly all programs split by
 * the rules of {@code CommandLineToArgvW}. Scripts of {@code cmd.exe} are split by its own rules. Pure.
 */
public final class WindowsCommandLine {
    private static final String PLAIN = "[A-Za-z0-9_:\\\\./=-]+";

    private WindowsCommandLine() {}

    /** Creates the builder of a process for this system. */
    static ProcessBuilder builder(List<String> command) {
        return new ProcessBuilder(
                File.separatorChar == '\\' ? forJava(command, WindowsPrograms.ofThisSystem()) : command);
    }

    /**
     * Returns the words that make Java pass the given ones to a program of Windows. Java puts quotes around a word with a
     * space and doubles the backslashes at its end. It does not escape quotes within the word.
     *
     * @throws IllegalArgumentException for a word that no script can receive
     */
    static List<String> forJava(List<String> command, WindowsPrograms programs) {
        String program = command.get(0);
        List<String> words = command.subList(1, command.size());
        if (isScript(program)) {
            String line = command.stream().map(WindowsCommandLine::forScript).collect(Collectors.joining(" "));
            // Java leaves a word alone that begins and ends with a quote. cmd.exe removes these two.
            return List.of(programs.cmd(), "/e:ON", "/v:OFF", "/d", "/s", "/c", '"' + line + '"');
        }
        if (fileName(program).matches("cmd(\\.exe)?")) {
            // Its rules are its own, and the caller has applied them.
            return command;
        }
        List<String> escaped = new ArrayList<>(List.of(program));
        words.forEach(word -> escaped.add(word.isEmpty() ? "\"\"" : escapeQuotes(word)));
        return escaped;
    }

    /**
     * Returns the words that run a command as a person would type it at a prompt.
     *
     * @param command may contain quotes and operators
     */
    public static List<String> shell(String command, WindowsPrograms programs) {
        // A quote after a backslash would not end the word for Java.
        String padded = command.endsWith("\\") ? command + " " : command;
        return List.of(programs.cmd(), "/d", "/s", "/c", '"' + padded + '"');
    }

    /** Quotes a word for {@code CommandLineToArgvW}: backslashes are doubled before a quote, and only there. */
    public static String quoted(String word) {
        return word.matches(PLAIN) ? word : '"' + escapeQuotes(word).replaceAll("(\\\\+)$", "$1$1") + '"';
    }

    public static boolean isScript(String program) {
        String name = fileName(program);
        return name.endsWith(".cmd") || name.endsWith(".bat");
    }

    private static String escapeQuotes(String word) {
        return word.replaceAll("(\\\\*)\"", "$1$1\\\\\"");
    }

    /**
     * Quotes a word for cmd.exe and for the program to which a script passes it on. A quote is doubled, which neither of
     * the two takes for the end of the word. After a percent sign comes an empty expansion, so that no name of a variable
     * follows it.
     */
    private static String forScript(String word) {
        if (word.chars().anyMatch(character -> character == '\n' || character == '\r' || character == 0)) {
            throw new IllegalArgumentException("a script of Windows cannot receive a word with a line break");
        }
        if (word.matches(PLAIN)) {
            return word;
        }
        String escaped = word.replaceAll("(\\\\*)\"", "$1$1\"\"").replaceAll("(\\\\+)$", "$1$1");
        return '"' + escaped.replace("%", "%%cd:~,%") + '"';
    }

    private static String fileName(String program) {
        return program.substring(Math.max(program.lastIndexOf('\\'), program.lastIndexOf('/')) + 1)
                .toLowerCase(Locale.ROOT);
    }
}

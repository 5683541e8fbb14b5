package dev.pilothouse.desktop.process;

/** Quotes a word for a Unix shell. Pure. */
public final class ShellWord {
    private ShellWord() {}

    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

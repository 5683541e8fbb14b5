package dev.pilothouse.desktop.machine;

/** A word as a shell of Unix takes it. Pure. */
final class ShellWord {
    private ShellWord() {}

    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

package dev.pilothouse.desktop.service;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Builds the file with which a Linux desktop starts a program, quoted as the Desktop Entry Specification requires.
 * Pure.
 */
final class DesktopEntry {
    private DesktopEntry() {}

    static String text(List<String> command) {
        String exec = command.stream().map(DesktopEntry::quoted).collect(Collectors.joining(" "));
        return "[Desktop Entry]\n"
                + "Type=Application\n"
                + "Name=Pilothouse\n"
                + "Icon=pilothouse\n"
                + "Terminal=false\n"
                + "Exec=" + exec + "\n"
                + "X-GNOME-Autostart-enabled=true\n";
    }

    /** Quotes first as an argument, then as a value of the file, which has its own backslash escapes. */
    private static String quoted(String word) {
        if (word.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a path with a line break or another control character in it");
        }
        String argument = word.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("`", "\\`")
                .replace("$", "\\$")
                .replace("%", "%%");
        return '"' + argument.replace("\\", "\\\\") + '"';
    }
}

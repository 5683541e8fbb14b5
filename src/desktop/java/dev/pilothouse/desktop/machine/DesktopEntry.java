package dev.pilothouse.desktop.machine;

import java.util.List;
import java.util.stream.Collectors;

/** The file by which a desktop of Linux starts a program, quoted as the Desktop Entry Specification says. Pure. */
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

    /** First as an argument, then as a value of the file, which has backslashes of its own. */
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

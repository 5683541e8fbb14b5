package dev.pilothouse.desktop.service;

import dev.pilothouse.desktop.process.SystemCommand;
import dev.pilothouse.desktop.process.WindowsPrograms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The user's entries in the registry of Windows that a package of jpackage cannot make: the program that opens links, and
 * the name under which notifications appear. Without the second one Windows shows none. Owns nothing; calls block.
 */
public final class WindowsRegistry {
    /** The application's id for notifications. */
    public static final String APPLICATION_ID = "Pilothouse";

    private static final String CLASSES = "HKCU\\Software\\Classes\\";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private WindowsRegistry() {}

    /** Writes the entries for this program. */
    public static void register() {
        commands(ProgramCommand.of(System.getProperties()), WindowsPrograms.ofThisSystem())
                .forEach(command -> SystemCommand.ask(TIMEOUT, command));
    }

    /** @param program that opens links; a script is not registered, since it would open a console, too */
    static List<List<String>> commands(List<String> program, WindowsPrograms programs) {
        List<String> name =
                add(programs, "AppUserModelId\\" + APPLICATION_ID, List.of("/v", "DisplayName"), "Pilothouse");
        if (program.size() != 1 || !program.get(0).toLowerCase(Locale.ROOT).endsWith(".exe")) {
            return List.of(name);
        }
        return List.of(
                name,
                add(programs, "pilothouse", List.of("/ve"), "URL:Pilothouse"),
                add(programs, "pilothouse", List.of("/v", "URL Protocol"), ""),
                add(programs, "pilothouse\\shell\\open\\command", List.of("/ve"), '"' + program.get(0) + "\" \"%1\""));
    }

    private static List<String> add(WindowsPrograms programs, String key, List<String> name, String value) {
        List<String> command = new ArrayList<>(List.of(programs.reg(), "add", CLASSES + key));
        command.addAll(name);
        command.addAll(List.of("/t", "REG_SZ", "/d", value, "/f"));
        return command;
    }
}

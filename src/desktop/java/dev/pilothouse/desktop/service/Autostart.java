package dev.pilothouse.desktop.service;

import dev.pilothouse.desktop.process.SystemCommand;
import dev.pilothouse.desktop.process.WindowsPrograms;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The system's setting that opens the app's window at login. Owns nothing; calls may block. */
public interface Autostart {
    boolean isOn();

    /** @throws IOException if the system does not accept the change */
    void set(boolean on) throws IOException;

    /** @param options of the window to open */
    static Autostart ofThisSystem(List<String> options) {
        List<String> command = new ArrayList<>(ProgramCommand.of(System.getProperties()));
        command.addAll(options);
        return of(System.getProperties(), System.getenv(), command);
    }

    static Autostart of(Properties properties, Map<String, String> environment, List<String> command) {
        String os = properties.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path home = Path.of(properties.getProperty("user.home"));
        if (os.contains("mac")) {
            return new InAFile(
                    home.resolve("Library").resolve("LaunchAgents").resolve("dev.pilothouse.window.plist"),
                    LaunchdAgent.atLogin("dev.pilothouse.window", command));
        }
        if (os.contains("windows")) {
            WindowsPrograms programs = new WindowsPrograms(environment);
            return new InTheRegistry(WindowsTask.commandLine(command, programs), programs);
        }
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // The XDG specification: a relative path in the variable is to be ignored.
        Path config = !configured.isEmpty() && Path.of(configured).isAbsolute()
                ? Path.of(configured)
                : home.resolve(".config");
        return new InAFile(config.resolve("autostart").resolve("pilothouse.desktop"), DesktopEntry.text(command));
    }

    /** A file that exists while the setting is on: for Linux desktops, and on a Mac from the next login. */
    record InAFile(Path file, String text) implements Autostart {
        @Override
        public boolean isOn() {
            return Files.exists(file);
        }

        @Override
        public void set(boolean on) throws IOException {
            if (on) {
                new PrivateFile(file).write(text.getBytes(StandardCharsets.UTF_8));
            } else {
                Files.deleteIfExists(file);
            }
        }
    }

    /** An entry in the Windows registry. */
    record InTheRegistry(String line, WindowsPrograms programs) implements Autostart {
        private static final String KEY = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
        private static final String NAME = "Pilothouse";
        private static final Duration TIMEOUT = Duration.ofSeconds(10);

        @Override
        public boolean isOn() {
            return SystemCommand.ask(TIMEOUT, List.of(programs.reg(), "query", KEY, "/v", NAME))
                    .isPresent();
        }

        List<String> command(boolean on) {
            return on
                    ? List.of(programs.reg(), "add", KEY, "/v", NAME, "/t", "REG_SZ", "/d", line, "/f")
                    : List.of(programs.reg(), "delete", KEY, "/v", NAME, "/f");
        }

        @Override
        public void set(boolean on) throws IOException {
            if (SystemCommand.ask(TIMEOUT, command(on)).isEmpty()) {
                throw new IOException("reg did not take it");
            }
        }
    }
}

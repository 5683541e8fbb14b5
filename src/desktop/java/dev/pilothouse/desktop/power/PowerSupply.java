package dev.pilothouse.desktop.power;

import dev.pilothouse.desktop.process.SystemCommand;
import dev.pilothouse.desktop.process.WindowsPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reports whether this machine runs on battery. Owns nothing; may wait for a system program. */
interface PowerSupply {
    boolean onBattery();

    static PowerSupply ofThisSystem() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Duration patience = Duration.ofSeconds(3);
        if (os.contains("mac")) {
            return () -> SystemCommand.ask(patience, List.of("pmset", "-g", "batt"))
                    .filter(answer -> answer.contains("'Battery Power'"))
                    .isPresent();
        }
        if (os.contains("windows")) {
            String question = "(Get-CimInstance Win32_Battery | Select-Object -First 1).BatteryStatus";
            return () -> SystemCommand.ask(
                            patience,
                            List.of(
                                    WindowsPrograms.ofThisSystem().powershell(),
                                    "-NoProfile",
                                    "-NonInteractive",
                                    "-Command",
                                    question))
                    // 1 means "discharging".
                    .filter(answer -> answer.strip().equals("1"))
                    .isPresent();
        }
        return () -> linux(Path.of("/sys/class/power_supply"));
    }

    /** Returns whether a battery is discharging; a charger may be connected and still be too weak. */
    static boolean linux(Path supplies) {
        try (Stream<Path> all = Files.list(supplies)) {
            return all.anyMatch(supply -> readWord(supply, "type").equals("Battery")
                    // Mice and headsets have batteries too.
                    && !readWord(supply, "scope").equals("Device")
                    && readWord(supply, "status").equals("Discharging"));
        } catch (IOException none) {
            return false;
        }
    }

    private static String readWord(Path supply, String name) {
        try {
            return Optional.of(Files.readString(supply.resolve(name), StandardCharsets.UTF_8))
                    .map(String::strip)
                    .orElse("");
        } catch (IOException missing) {
            return "";
        }
    }
}

package dev.pilothouse.desktop;

import dev.pilothouse.desktop.process.SystemCommand;
import dev.pilothouse.desktop.process.WindowsPrograms;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks the system for dark mode and for reduced motion. JavaFX 21 has no API for them: Platform.Preferences came with
 * 22, reduced motion with 24. Therefore each system is asked through its own small program, which must answer within a
 * second.
 *
 * <p>Owns nothing. Each method is called once, and never on the FX thread.
 */
final class SystemAppearance {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private SystemAppearance() {}

    /** Returns whether dark mode is on, or empty if unknown. */
    static Optional<Boolean> dark() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            // Without the key the program fails, and the appearance is light.
            return Optional.of(ask("defaults", "read", "-g", "AppleInterfaceStyle")
                    .filter(answer -> answer.contains("Dark"))
                    .isPresent());
        }
        if (os.contains("windows")) {
            return ask(
                            WindowsPrograms.ofThisSystem().reg(),
                            "query",
                            "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
                            "/v",
                            "AppsUseLightTheme")
                    .map(answer -> answer.contains("0x0"));
        }
        String gtk = System.getenv("GTK_THEME");
        if (gtk != null && !gtk.isBlank()) {
            return Optional.of(gtk.toLowerCase(Locale.ROOT).contains("dark"));
        }
        return ask("gsettings", "get", "org.gnome.desktop.interface", "color-scheme")
                .flatMap(SystemAppearance::gnome);
    }

    private static Optional<Boolean> gnome(String answer) {
        if (answer.contains("prefer-dark")) {
            return Optional.of(true);
        }
        return answer.contains("prefer-light") ? Optional.of(false) : Optional.empty();
    }

    /** Returns whether the user has turned on reduced motion, or empty if unknown. */
    static Optional<Boolean> reducedMotion() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return macCalm(ask("defaults", "read", "com.apple.universalaccess", "reduceMotion"));
        }
        if (os.contains("windows")) {
            return windowsCalm(ask(
                    WindowsPrograms.ofThisSystem().reg(),
                    "query",
                    "HKCU\\Control Panel\\Desktop\\WindowMetrics",
                    "/v",
                    "MinAnimate"));
        }
        return gnomeCalm(ask("gsettings", "get", "org.gnome.desktop.interface", "enable-animations"));
    }

    /** Without the key the program fails, and the user has made no choice. */
    static Optional<Boolean> macCalm(Optional<String> reduceMotion) {
        return reduceMotion.map(answer -> answer.strip().equals("1"));
    }

    /** The Windows setting "Animation effects" also writes this value, which is the readable one. */
    static Optional<Boolean> windowsCalm(Optional<String> minAnimate) {
        return minAnimate
                .filter(answer -> answer.contains("REG_SZ"))
                .map(answer -> answer.strip().endsWith("0"));
    }

    static Optional<Boolean> gnomeCalm(Optional<String> enableAnimations) {
        return enableAnimations.map(String::strip).flatMap(answer -> switch (answer) {
            case "true" -> Optional.of(false);
            case "false" -> Optional.of(true);
            default -> Optional.empty();
        });
    }

    private static Optional<String> ask(String... command) {
        return SystemCommand.ask(TIMEOUT, List.of(command));
    }
}

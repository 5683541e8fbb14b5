package dev.pilothouse.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The language that the device wrote into a file for the app. A native image knows only the language of the machine that
 * built it. On Android {@code PhoneSetup} writes the file before the image starts. Holds no state.
 */
public final class DeviceLanguage {
    private static final int MAX_BYTES = 100;

    private DeviceLanguage() {}

    /** Reads a BCP 47 tag, such as {@code de-CH}; empty if there is no file or no language in it. */
    public static Optional<Locale> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String tag = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
            return Optional.of(Locale.forLanguageTag(tag))
                    .filter(locale -> !locale.getLanguage().isEmpty());
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}

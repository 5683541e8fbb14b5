package dev.pilothouse.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The device's language, handed to the app before the image starts. A native image knows only the language of the machine
 * that built it. On Android {@code PhoneSetup} writes it into a file, and on iOS {@code native/device_language.c} sets a
 * variable of the environment. Holds no state.
 */
public final class DeviceLanguage {
    /** The variable of the environment on iOS. */
    public static final String VARIABLE = "PILOTHOUSE_LANGUAGE";

    private static final int MAX_BYTES = 100;

    private DeviceLanguage() {}

    /** Reads a BCP 47 tag, such as {@code de-CH}; empty if there is no file or no language in it. */
    public static Optional<Locale> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** @param tag a BCP 47 tag; null or without a language gives an empty result */
    public static Optional<Locale> parse(@Nullable String tag) {
        return Optional.ofNullable(tag)
                .map(text -> Locale.forLanguageTag(text.strip()))
                .filter(locale -> !locale.getLanguage().isEmpty());
    }
}

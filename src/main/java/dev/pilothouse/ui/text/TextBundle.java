package dev.pilothouse.ui.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All texts of one language. Immutable; any thread may call it.
 *
 * <p>Reads its file itself. {@link java.util.ResourceBundle} falls back to the system's language, so a user who chose
 * English could get another one.
 */
final class TextBundle {
    private final Language language;
    private final Locale formats;
    private final Map<String, String> patterns;

    private TextBundle(Language language, Map<String, String> patterns) {
        this.language = language;
        this.formats = language.formats();
        this.patterns = Map.copyOf(patterns);
    }

    static TextBundle of(Language language) {
        Properties read = new Properties();
        try (InputStream in = TextBundle.class.getResourceAsStream("/dev/pilothouse/" + language.file())) {
            if (in == null) {
                throw new MissingResourceException("The texts are not there", language.file(), "");
            }
            try (Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                read.load(text);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        Map<String, String> patterns = new HashMap<>();
        read.forEach((key, value) -> patterns.put((String) key, (String) value));
        return new TextBundle(language, patterns);
    }

    /** Returns the same language with each text changed. For tests of layouts. */
    TextBundle changed(UnaryOperator<String> change) {
        Map<String, String> others = new HashMap<>();
        patterns.forEach((key, pattern) -> others.put(key, change.apply(pattern)));
        return new TextBundle(language, others);
    }

    Language language() {
        return language;
    }

    Locale formats() {
        return formats;
    }

    boolean has(String key) {
        return patterns.containsKey(key);
    }

    String text(String key, Object... arguments) {
        String pattern = patterns.get(key);
        if (pattern == null) {
            throw new MissingResourceException("No text for " + key + " in " + language.file(), language.file(), key);
        }
        // Most texts have no placeholders, and parsing a format is slow.
        if (pattern.indexOf('{') < 0) {
            return pattern;
        }
        String inserted = inserted(pattern, arguments);
        return inserted != null ? inserted : new MessageFormat(pattern, formats).format(arguments);
    }

    /** The text without a format, if texts and small numbers are only inserted, as in nearly all texts; else null. */
    private static @Nullable String inserted(String pattern, Object[] arguments) {
        if (pattern.indexOf('\'') >= 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', at)) {
            int index = open + 2 < pattern.length() ? pattern.charAt(open + 1) - '0' : -1;
            if (index < 0
                    || index >= Math.min(10, arguments.length)
                    || pattern.charAt(open + 2) != '}'
                    || !looksTheSame(arguments[index])) {
                return null;
            }
            text.append(pattern, at, open).append(arguments[index]);
            at = open + 3;
        }
        return text.append(pattern, at, pattern.length()).toString();
    }

    /** Whether the argument looks the same in every language. Larger numbers have separators. */
    private static boolean looksTheSame(Object argument) {
        return argument instanceof String
                || ((argument instanceof Integer || argument instanceof Long)
                        && ((Number) argument).longValue() >= 0
                        && ((Number) argument).longValue() < 1_000);
    }
}

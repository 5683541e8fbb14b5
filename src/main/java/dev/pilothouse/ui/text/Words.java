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

/**
 * All sentences of one language. Immutable; any thread may call it.
 *
 * <p>Read from its file and not through {@link java.util.ResourceBundle}, whose fall-back on the system's language would give
 * a person who has chosen English another one.
 */
final class Words {
    private final Language language;
    private final Locale formats;
    private final Map<String, String> patterns;

    private Words(Language language, Map<String, String> patterns) {
        this.language = language;
        this.formats = language.formats();
        this.patterns = Map.copyOf(patterns);
    }

    static Words of(Language language) {
        Properties read = new Properties();
        try (InputStream in = Words.class.getResourceAsStream("/dev/pilothouse/" + language.file())) {
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
        return new Words(language, patterns);
    }

    /** The same language with every sentence changed; for tests of layouts. */
    Words changed(UnaryOperator<String> change) {
        Map<String, String> others = new HashMap<>();
        patterns.forEach((key, pattern) -> others.put(key, change.apply(pattern)));
        return new Words(language, others);
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
        // Most sentences have nothing to fill in, and the format takes some time to read.
        return pattern.indexOf('{') < 0 ? pattern : new MessageFormat(pattern, formats).format(arguments);
    }
}

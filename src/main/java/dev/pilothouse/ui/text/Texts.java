package dev.pilothouse.ui.text;

import java.util.Locale;
import java.util.MissingResourceException;

/**
 * The texts of the interface in the user's language. Any thread may call it. It lives as long as the program.
 *
 * <p>Owns the language, the only state that the whole program shares: see the decision on languages. A missing key is a
 * bug, so it throws. {@code TextsTest} looks up each key that the sources use, in each language, so such a bug
 * does not reach a user.
 */
public final class Texts {
    private static volatile TextBundle words = TextBundle.of(Language.ofSystem());

    private Texts() {}

    /** Sets the language of all texts. Texts that are already on screen must be drawn again. */
    public static void setLanguage(Language language) {
        if (words.language() != language) {
            words = TextBundle.of(language);
        }
    }

    /** Sets the texts, for tests. */
    static void setLanguage(TextBundle chosen) {
        words = chosen;
    }

    /** The current language. */
    public static Language language() {
        return words.language();
    }

    /** The locale for dates and numbers. */
    public static Locale formats() {
        return words.formats();
    }

    /**
     * Returns the text for {@code key}. Replaces {@code {0}}… with {@code arguments} as {@link java.text.MessageFormat}
     * does.
     *
     * @throws MissingResourceException if the language does not have the key
     */
    public static String text(String key, Object... arguments) {
        return words.text(key, arguments);
    }

    /** Returns whether the key exists. For keys built from a value that the host may extend. */
    public static boolean has(String key) {
        return words.has(key);
    }

    /**
     * Returns the text for a count: {@code key.one} or {@code key.many} by the rules of the language, with the count as
     * {@code {0}}.
     */
    public static String counted(String key, long count) {
        TextBundle now = words;
        return now.text(key + (now.language().singular(count) ? ".one" : ".many"), count);
    }
}

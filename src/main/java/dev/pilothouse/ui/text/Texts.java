package dev.pilothouse.ui.text;

import java.util.Locale;
import java.util.MissingResourceException;

/**
 * The interface's sentences, in the language of the person. Any thread may call it; it lives as long as the program.
 *
 * <p>Owns the language, which is the one thing that the whole program shares: see the decision on languages. A key that the
 * texts do not have is a bug, so it throws. {@code TextsTest} reads every key that the sources name and looks it up in each
 * language, so such a bug does not reach a person.
 */
public final class Texts {
    private static volatile Words words = Words.of(Language.ofSystem());

    private Texts() {}

    /** Says everything in this language from now on; what is on screen has to be drawn anew. */
    public static void speak(Language language) {
        if (words.language() != language) {
            words = Words.of(language);
        }
    }

    /** Says everything in these words. For tests. */
    static void speak(Words chosen) {
        words = chosen;
    }

    /** The language that is spoken. */
    public static Language language() {
        return words.language();
    }

    /** How dates and numbers are written. */
    public static Locale formats() {
        return words.formats();
    }

    /**
     * The sentence for {@code key}, with {@code {0}}… replaced by {@code arguments} in the manner of
     * {@link java.text.MessageFormat}.
     *
     * @throws MissingResourceException if the language does not have the key
     */
    public static String text(String key, Object... arguments) {
        return words.text(key, arguments);
    }

    /** Whether there is such a key; for keys that are built from a value that the host may extend. */
    public static boolean has(String key) {
        return words.has(key);
    }

    /** The sentence for a number: {@code key.one} or {@code key.many}, as the language counts, the number as {@code {0}}. */
    public static String counted(String key, long count) {
        Words now = words;
        return now.text(key + (now.language().singular(count) ? ".one" : ".many"), count);
    }
}

package dev.pilothouse.ui.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The interface's sentences. Owns the loaded bundle, which never changes; any thread may call it; it lives as long as
 * the program.
 *
 * <p>A key that is not in the bundle is a bug, so it throws. {@code TextsTest} reads every key that the sources name and
 * looks it up, so such a bug does not reach a person.
 */
public final class Texts {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("dev.pilothouse.messages", Locale.getDefault());

    private Texts() {}

    /**
     * The sentence for {@code key}, with {@code {0}}… replaced by {@code arguments} in the manner of {@link MessageFormat}.
     *
     * @throws MissingResourceException if the bundle does not have the key
     */
    public static String text(String key, Object... arguments) {
        return new MessageFormat(BUNDLE.getString(key), Locale.getDefault()).format(arguments);
    }

    /** Whether the bundle has this key; for keys that are built from a value that the host may extend. */
    public static boolean has(String key) {
        return BUNDLE.containsKey(key);
    }

    /** The sentence for a number: {@code key.one} for exactly one, {@code key.many} otherwise, the number as {@code {0}}. */
    public static String counted(String key, long count) {
        return text(key + (count == 1 ? ".one" : ".many"), count);
    }
}

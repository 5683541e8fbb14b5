package dev.pilothouse.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sentence of the host for people. A client shows its translation of the code; without one, the English text.
 * Immutable.
 *
 * @param text in English
 */
public record HostText(String text, Code code) {
    /**
     * The code of a sentence and its arguments.
     *
     * @param word of a {@link HostTextCode}, perhaps of a newer host; empty for a sentence without a translation
     * @param arguments by name
     */
    public record Code(String word, Map<String, String> arguments) {
        /** Of a sentence that has no translation. */
        public static final Code NONE = new Code("", Map.of());

        public Code {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }
    }

    private static final int MAX_ARGUMENT = 4_000;

    /**
     * Makes a sentence with a code.
     *
     * @param values the arguments in the order of {@link HostTextCode#arguments}; hidden characters are removed, and
     *     more than 4,000 characters are cut off
     */
    public static HostText of(HostTextCode code, Object... values) {
        List<String> names = code.arguments();
        if (names.size() != values.length) {
            throw new IllegalArgumentException(code + " has the arguments " + names);
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            arguments.put(names.get(i), TextCutter.excerpt(PlainText.note(String.valueOf(values[i])), MAX_ARGUMENT));
        }
        return new HostText(code.fill(arguments), new Code(code.word(), arguments));
    }

    /** A sentence without a code, which every client shows as it is. */
    public static HostText untranslated(String text) {
        return new HostText(text, Code.NONE);
    }
}

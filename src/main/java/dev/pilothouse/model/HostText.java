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
     * @param arguments by name: a plain value is a text without a code; a sentence within the sentence has its own code
     */
    public record Code(String word, Map<String, HostText> arguments) {
        /** Of a sentence that has no translation. */
        public static final Code NONE = new Code("", Map.of());

        /** Without the lines below the sentence. */
        public Code withoutBelow() {
            if (!arguments.containsKey(BELOW)) {
                return this;
            }
            Map<String, HostText> rest = new LinkedHashMap<>(arguments);
            rest.remove(BELOW);
            return new Code(word, rest);
        }

        public Code {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }
    }

    /** No sentence. */
    public static final HostText NONE = new HostText("", Code.NONE);

    /** The argument with lines that stand below the sentence, in any code. */
    public static final String BELOW = "below";

    /** The word of several sentences, which are its arguments in their order. */
    public static final String SENTENCES = "sentences";

    /** How deep sentences are within each other on the wire and in a journal. */
    public static final int MAX_DEPTH = 3;

    private static final int MAX_ARGUMENT = 4_000;

    /**
     * Makes a sentence with a code.
     *
     * @param values the arguments in the order of {@link HostTextCode#arguments}; a {@link HostText} is translated too.
     *     Hidden characters are removed from other values, and more than 4,000 characters are cut off
     */
    public static HostText of(HostTextCode code, Object... values) {
        List<String> names = code.arguments();
        if (names.size() != values.length) {
            throw new IllegalArgumentException(code + " has the arguments " + names);
        }
        Map<String, HostText> arguments = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            arguments.put(names.get(i), inner(values[i]));
        }
        return new HostText(code.fill(arguments), new Code(code.word(), arguments));
    }

    private static HostText inner(Object value) {
        return value instanceof HostText sentence && !sentence.code().equals(Code.NONE) ? sentence : plain(value);
    }

    private static HostText plain(Object value) {
        return untranslated(TextCutter.excerpt(PlainText.note(String.valueOf(value)), MAX_ARGUMENT));
    }

    /** The words of an agent, of another program, of the system or of a person, which every client shows as they are. */
    public static HostText untranslated(String text) {
        return text.isEmpty() ? NONE : new HostText(text, Code.NONE);
    }

    /** This sentence, then another one; either may be empty. At most 16 make one text, of which none has lines below. */
    public HostText then(HostText next) {
        if (isEmpty() || next.isEmpty()) {
            return isEmpty() ? next : this;
        }
        Map<String, HostText> sentences = new LinkedHashMap<>();
        if (code.word().equals(SENTENCES)) {
            sentences.putAll(code.arguments());
        } else {
            sentences.put("1", this);
        }
        sentences.put(String.valueOf(sentences.size() + 1), next);
        return new HostText(text + " " + next.text(), new Code(SENTENCES, sentences));
    }

    /** This sentence with lines of an agent, of another program or of the system below it; none if they are empty. */
    public HostText above(String lines) {
        if (lines.isEmpty()) {
            return this;
        }
        HostText below = plain(lines);
        Map<String, HostText> arguments = new LinkedHashMap<>(code.arguments());
        arguments.put(BELOW, below);
        return new HostText(text + "\n" + below.text(), new Code(code.word(), arguments));
    }

    /** The same without hidden characters, and with at most this many UTF-16 units of the English text. */
    public HostText bounded(int length) {
        String shown = TextCutter.head(PlainText.note(text), length);
        return shown.equals(text) ? this : new HostText(shown, code);
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** The English text. */
    @Override
    public String toString() {
        return text;
    }
}

package dev.pilothouse.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Sanitizes untrusted text for display. Removes or replaces terminal control sequences, and invisible characters that
 * change how other characters are read. The two zero-width joiners stay where scripts and emoji need them. Stateless
 * and thread-safe.
 */
public final class PlainText {
    /** Terminal escape sequences: CSI; OSC, DCS and similar strings if they are terminated; and short sequences. */
    private static final Pattern ESCAPES = Pattern.compile("(?:\\x1b\\[|\\x9b)[0-?]*[\\x20-/]*[@-~]"
            + "|(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c]{0,4096}(?:\\x07|\\x1b\\\\|\\x9c)"
            + "|\\x1b[\\x20-/]*[0-~]");

    private static final char REPLACEMENT = '\ufffd';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private PlainText() {}

    /** Replaces a hidden character; pure. */
    private interface Hidden {
        void replace(int codePoint, StringBuilder out);
    }

    /** Returns a one-line label without hidden characters. */
    public static String line(String text) {
        if (isSimple(text, false)) {
            return text.strip();
        }
        String plain = remove(escapesRemoved(text), PlainText::isHidden, (codePoint, out) -> {
            if (isSpace(codePoint)) {
                out.append(' ');
            }
        });
        return plain.replaceAll("[\\s\\u2028\\u2029]+", " ").strip();
    }

    /**
     * Returns text of several lines, such as an agent's message. Removes control characters except tabs and line ends,
     * forced text directions, and tag characters. Direction marks and isolates stay, because right-to-left languages
     * need them. The result is the same for whole text and for chunks, unless a chunk boundary splits an escape
     * sequence.
     */
    public static String prose(String text) {
        return isSimple(text, true)
                ? text
                : remove(
                        escapesRemoved(text),
                        c -> isControl(c) && !isLayout(c) || isForcedDirection(c) || isTag(c),
                        (codePoint, out) -> {});
    }

    /** Returns a note of several lines without hidden characters. */
    public static String note(String text) {
        return isSimple(text, true)
                ? text
                : remove(escapesRemoved(text), c -> !isLayout(c) && isHidden(c), (codePoint, out) -> {});
    }

    /**
     * Returns a command, code or other text whose exact characters matter. Hidden characters are shown by code point,
     * as in {@code ⟨U+202E⟩}.
     */
    public static String exact(String text) {
        return isSimple(text, true)
                ? text
                : remove(
                        text.replace("\r\n", "\n"),
                        c -> !isLayout(c) && isHidden(c),
                        (codePoint, out) -> out.append(describe(codePoint)));
    }

    /** Whether a name is shown as it is: one line without hidden characters. */
    public static boolean isPlainName(String name) {
        return name.indexOf('\n') < 0 && name.indexOf('\t') < 0 && exact(name).equals(name);
    }

    /**
     * Returns a program's output or a file's text. Shows characters that reorder text by code point. Colours stay as
     * they are: they are escape sequences that begin with ESC.
     */
    public static String inOrder(String text) {
        return isSimple(text, true)
                ? text
                : remove(
                        text,
                        c -> isForcedDirection(c) || isIsolate(c) || isTag(c) || c >= 0x80 && isControl(c),
                        (codePoint, out) -> out.append(describe(codePoint)));
    }

    /** Returns equivalent JSON text in which hidden characters are written as escapes. */
    public static String json(String text) {
        return isSimple(text, true)
                ? text
                : remove(text, c -> !isLayout(c) && isHidden(c) && c > ' ', (codePoint, out) -> {
                    for (char unit : Character.toChars(codePoint)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    }
                });
    }

    /**
     * Returns text for a terminal. Replaces each hidden or control character by the replacement character; keeps tabs
     * and line feeds.
     */
    public static String terminal(String text) {
        return isSimple(text, true)
                ? text
                : remove(text, c -> !isLayout(c) && isHidden(c), (codePoint, out) -> out.append(REPLACEMENT));
    }

    private static String escapesRemoved(String text) {
        return ESCAPES.matcher(text).replaceAll("");
    }

    private static String remove(String text, java.util.function.IntPredicate hidden, Hidden then) {
        StringBuilder out = new StringBuilder(text.length());
        int before = -1;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int length = Character.charCount(c);
            int next = i + length < text.length() ? text.codePointAt(i + length) : -1;
            if (isJoiner(c) && isJoined(before, next) || !hidden.test(c)) {
                out.appendCodePoint(c);
            } else {
                then.replace(c, out);
            }
            before = c;
            i += length;
        }
        return out.toString();
    }

    /** Fast path: whether nothing has to change, as in the printable ASCII that most agent output is. */
    private static boolean isSimple(String text, boolean layout) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' || c > '~') && !(layout && isLayout(c))) {
                return false;
            }
            if (!layout && c == ' ' && i > 0 && text.charAt(i - 1) == ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLayout(int c) {
        return c == '\n' || c == '\t';
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || c == 0x2028 || c == 0x2029 || c == 0x85;
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c);
    }

    /** Embeddings and overrides. Unicode discourages them in favour of isolates. */
    private static boolean isForcedDirection(int c) {
        return c >= 0x202a && c <= 0x202e;
    }

    private static boolean isIsolate(int c) {
        return c >= 0x2066 && c <= 0x2069;
    }

    /** Tag characters: an invisible copy of ASCII that language models can read. */
    private static boolean isTag(int c) {
        return c >= 0xe0000 && c <= 0xe007f;
    }

    private static boolean isJoiner(int c) {
        return c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
    }

    /** Whether a joiner is needed: it stands between two visible characters outside of ASCII. */
    private static boolean isJoined(int before, int next) {
        return before > 0x7f && next > 0x7f && !isHidden(before) && !isHidden(next);
    }

    private static boolean isHidden(int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR:
                return true;
            case Character.FORMAT:
                return !isScriptCharacter(c);
            default:
                // Letters without a visible shape.
                return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
        }
    }

    /** Visible characters of the class "format": the number signs of Arabic, Syriac and Kaithi. */
    private static boolean isScriptCharacter(int c) {
        return c >= 0x600 && c <= 0x605
                || c == 0x6dd
                || c == 0x70f
                || c == 0x890
                || c == 0x891
                || c == 0x8e2
                || c == 0x110bd
                || c == 0x110cd;
    }

    private static String describe(int codePoint) {
        return String.format(Locale.ROOT, "⟨U+%04X⟩", codePoint);
    }
}

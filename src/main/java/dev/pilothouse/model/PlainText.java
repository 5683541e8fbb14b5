package dev.pilothouse.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes what a stranger wrote fit to be shown: without characters that a terminal obeys, and without those that are not
 * seen and change how the others read. Of those that are not seen, the two joiners stay where scripts and emoji need
 * them. Stateless, any thread.
 */
public final class PlainText {
    /** What terminals obey: CSI, OSC, DCS and their kin with their ends where these are there, and short ones. */
    private static final Pattern ESCAPES = Pattern.compile("(?:\\x1b\\[|\\x9b)[0-?]*["
        + " -/]*[@-~]|(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c]{0,4096}(?:\\x07|\\x1b\\\\|\\x9c)|\\x1b["
        + " -/]*[0-~]");

    private static final char REPLACEMENT = '\ufffd';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private PlainText() {}

    /** What to do with a character that is not to stay; pure. */
    private interface Hidden {
        void replace(int codePoint, StringBuilder out);
    }

    /** The beginning of a text: at most {@code length} UTF-16 units, without half of a surrogate pair. */
    public static String head(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Math.max(0, length);
        boolean splits = end > 0
                && Character.isHighSurrogate(text.charAt(end - 1))
                && Character.isLowSurrogate(text.charAt(end));
        return text.substring(0, splits ? end - 1 : end);
    }

    /** A label: one line, nothing in it that is not seen. */
    public static String line(String text) {
        if (isSimple(text, false)) {
            return text.strip();
        }
        String plain = without(escapesRemoved(text), PlainText::isHidden, (codePoint, out) -> {
            if (isSpace(codePoint)) {
                out.append(' ');
            }
        });
        return plain.replaceAll("[\\s\\u2028\\u2029]+", " ").strip();
    }

    /**
     * Words of several lines, such as an agent's: no control characters but tabs and line ends, and nothing that turns the
     * direction of what follows by force or is not meant for people. Marks and isolates stay, since languages that are written from the right need
     * them. The same whether the words come whole or in pieces, but for an escape sequence that is cut.
     */
    public static String prose(String text) {
        return isSimple(text, true)
                ? text
                : without(
                        escapesRemoved(text),
                        c -> isControl(c) && !isLayout(c) || isForcedDirection(c) || isTag(c),
                        (codePoint, out) -> {});
    }

    /** A note of several lines: nothing in it that is not seen. */
    public static String note(String text) {
        return isSimple(text, true)
                ? text
                : without(escapesRemoved(text), c -> !isLayout(c) && isHidden(c), (codePoint, out) -> {});
    }

    /**
     * A command, code, or whatever else must read as it will be taken: what is not seen is named, as in {@code ⟨U+202E⟩}.
     */
    public static String exact(String text) {
        return isSimple(text, true)
                ? text
                : without(
                        text.replace("\r\n", "\n"),
                        c -> !isLayout(c) && isHidden(c),
                        (codePoint, out) -> out.append(named(codePoint)));
    }

    /** Whether a name reads as it is: one line, nothing in it that is not seen. */
    public static boolean isPlainName(String name) {
        return name.indexOf('\n') < 0 && name.indexOf('\t') < 0 && exact(name).equals(name);
    }

    /**
     * A program's output or a file's text: what would show it in another order is named; its colours, which are escape
     * sequences that begin with ESC, stay as they are.
     */
    public static String inOrder(String text) {
        return isSimple(text, true)
                ? text
                : without(
                        text,
                        c -> isForcedDirection(c) || isIsolate(c) || isTag(c) || c >= 0x80 && isControl(c),
                        (codePoint, out) -> out.append(named(codePoint)));
    }

    /** A text of JSON, which stays the same JSON: what is not seen is written as its escape. */
    public static String json(String text) {
        return isSimple(text, true)
                ? text
                : without(text, c -> !isLayout(c) && isHidden(c) && c > ' ', (codePoint, out) -> {
                    for (char unit : Character.toChars(codePoint)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    }
                });
    }

    /** Text for a terminal, line by line: what is not to be seen or obeyed becomes one sign that says so. */
    public static String terminal(String text) {
        return isSimple(text, true)
                ? text
                : without(text, c -> !isLayout(c) && isHidden(c), (codePoint, out) -> out.append(REPLACEMENT));
    }

    private static String escapesRemoved(String text) {
        return ESCAPES.matcher(text).replaceAll("");
    }

    private static String without(String text, java.util.function.IntPredicate hidden, Hidden then) {
        StringBuilder out = new StringBuilder(text.length());
        int before = -1;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int length = Character.charCount(c);
            int next = i + length < text.length() ? text.codePointAt(i + length) : -1;
            if (isJoiner(c) && joins(before, next) || !hidden.test(c)) {
                out.appendCodePoint(c);
            } else {
                then.replace(c, out);
            }
            before = c;
            i += length;
        }
        return out.toString();
    }

    /** Whether there is nothing to do: printable ASCII, the bulk of what agents write. */
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

    /** Embeddings and overrides: Unicode itself advises against them since it has isolates. */
    private static boolean isForcedDirection(int c) {
        return c >= 0x202a && c <= 0x202e;
    }

    private static boolean isIsolate(int c) {
        return c >= 0x2066 && c <= 0x2069;
    }

    /** A copy of ASCII that nobody sees and every model reads. */
    private static boolean isTag(int c) {
        return c >= 0xe0000 && c <= 0xe007f;
    }

    private static boolean isJoiner(int c) {
        return c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
    }

    /** A joiner has work to do between two characters that are no ASCII and are seen. */
    private static boolean joins(int before, int next) {
        return before > 0x7f && next > 0x7f && !isHidden(before) && !isHidden(next);
    }

    private static boolean isHidden(int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR:
                return true;
            case Character.FORMAT:
                return !isSignOfAScript(c);
            default:
                // Letters that are drawn as nothing.
                return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
        }
    }

    /** Of class "format", and seen all the same: the number signs of Arabic, Syriac and Kaithi. */
    private static boolean isSignOfAScript(int c) {
        return c >= 0x600 && c <= 0x605
                || c == 0x6dd
                || c == 0x70f
                || c == 0x890
                || c == 0x891
                || c == 0x8e2
                || c == 0x110bd
                || c == 0x110cd;
    }

    private static String named(int codePoint) {
        return String.format(Locale.ROOT, "⟨U+%04X⟩", codePoint);
    }
}

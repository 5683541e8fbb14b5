package dev.pilothouse.ui.markdown;

/** Where code and output are cut, so that no row is too tall or too wide to be laid out in a frame. Stateless. */
public final class LongText {
    static final int LINES = 120;
    static final int CHARACTERS = 8_000;
    static final int CHARACTERS_OF_A_LINE = 4_000;

    private LongText() {}

    /**
     * Where the piece ends that begins at {@code from}: before the line feed of its last line, or within a line that is
     * longer than any screen.
     */
    public static int endOfPiece(String text, int from) {
        return endOfPiece(text, from, LINES, CHARACTERS);
    }

    /** The same with bounds of one's own. */
    public static int endOfPiece(String text, int from, int mostLines, int mostCharacters) {
        int end = from;
        for (int lines = 0; lines < mostLines; lines++) {
            int feed = text.indexOf('\n', lines == 0 ? from : end + 1);
            int lineEnd = feed < 0 ? text.length() : feed;
            if (lineEnd - from > mostCharacters || (lines == 0 && lineEnd - from > CHARACTERS_OF_A_LINE)) {
                return lines == 0 ? cut(text, from + Math.min(mostCharacters, CHARACTERS_OF_A_LINE)) : end;
            }
            end = lineEnd;
            if (feed < 0) {
                break;
            }
        }
        return end;
    }

    /** Where the next piece begins. */
    public static int afterPiece(String text, int end) {
        return end < text.length() && text.charAt(end) == '\n' ? end + 1 : end;
    }

    private static int cut(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    }
}

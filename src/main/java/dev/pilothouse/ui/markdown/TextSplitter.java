package dev.pilothouse.ui.markdown;

import dev.pilothouse.model.TextCutter;

/** Finds the positions at which code and output are cut, so that each row can be laid out within a frame. Stateless. */
public final class TextSplitter {
    static final int LINES = 120;
    static final int CHARACTERS = 8_000;
    static final int CHARACTERS_OF_A_LINE = 4_000;

    private TextSplitter() {}

    /**
     * Returns the end of the piece that starts at {@code from}: before the line feed of its last line, or inside a line
     * that is wider than any screen.
     */
    public static int endOfPiece(String text, int from) {
        return endOfPiece(text, from, LINES, CHARACTERS);
    }

    /** Like {@link #endOfPiece(String, int)}, with the caller's limits. */
    public static int endOfPiece(String text, int from, int mostLines, int mostCharacters) {
        int end = from;
        for (int lines = 0; lines < mostLines; lines++) {
            int feed = text.indexOf('\n', lines == 0 ? from : end + 1);
            int lineEnd = feed < 0 ? text.length() : feed;
            if (lineEnd - from > mostCharacters || (lines == 0 && lineEnd - from > CHARACTERS_OF_A_LINE)) {
                return lines == 0
                        ? TextCutter.border(text, from + Math.min(mostCharacters, CHARACTERS_OF_A_LINE))
                        : end;
            }
            end = lineEnd;
            if (feed < 0) {
                break;
            }
        }
        return end;
    }

    /** Returns the start of the next piece. */
    public static int afterPiece(String text, int end) {
        return end < text.length() && text.charAt(end) == '\n' ? end + 1 : end;
    }
}

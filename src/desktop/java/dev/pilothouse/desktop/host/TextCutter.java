package dev.pilothouse.desktop.host;

import dev.pilothouse.model.PlainText;
import java.util.ArrayList;
import java.util.List;

/** Cuts text without splitting a surrogate pair. */
final class TextCutter {
    private TextCutter() {}

    /** The beginning, at most {@code length} UTF-16 units. */
    static String head(String text, int length) {
        return PlainText.head(text, length);
    }

    /**
     * At most {@code length} UTF-16 units on one line, without hidden characters, with an ellipsis if the text was cut.
     */
    static String line(String text, int length) {
        String flat = PlainText.line(text);
        return flat.length() <= length ? flat : head(flat, length - 1) + "…";
    }

    /** The text in pieces of at most {@code length} UTF-16 units. */
    static List<String> pieces(String text, int length) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (text.length() - start > length) {
            int end = border(text, start + length);
            pieces.add(text.substring(start, end));
            start = end;
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    private static int border(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index - 1)) && Character.isLowSurrogate(text.charAt(index))
                ? index - 1
                : index;
    }
}

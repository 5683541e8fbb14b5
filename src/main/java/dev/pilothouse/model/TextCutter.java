package dev.pilothouse.model;

import java.util.ArrayList;
import java.util.List;

/** Cuts text without splitting a surrogate pair. Lengths and positions are in UTF-16 units. Stateless. */
public final class TextCutter {
    private TextCutter() {}

    /** The beginning, at most {@code length}. */
    public static String head(String text, int length) {
        return text.length() <= length ? text : text.substring(0, border(text, Math.max(0, length)));
    }

    /** The end, at most {@code length}. */
    public static String tail(String text, int length) {
        int start = text.length() - length;
        return start <= 0 ? text : text.substring(border(text, start) == start ? start : start + 1);
    }

    /** The beginning, at most {@code length}, and an ellipsis if the text was cut. */
    public static String excerpt(String text, int length) {
        return text.length() <= length ? text : head(text, length) + "…";
    }

    /** At most {@code length} on one line, without hidden characters. Ends with an ellipsis if the text was cut. */
    public static String line(String text, int length) {
        String flat = PlainText.line(text);
        return flat.length() <= length ? flat : head(flat, length - 1) + "…";
    }

    /** The text in pieces of at most {@code length}. */
    public static List<String> pieces(String text, int length) {
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

    /** The position itself, or the one before it if it is in the middle of a surrogate pair. */
    public static int border(String text, int position) {
        return position > 0
                        && position < text.length()
                        && Character.isHighSurrogate(text.charAt(position - 1))
                        && Character.isLowSurrogate(text.charAt(position))
                ? position - 1
                : position;
    }
}

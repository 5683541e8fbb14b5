package dev.pilothouse.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Immutable text that grows at its end. Appending copies at most {@value #PIECE} characters, however long the text is.
 * A chunk appended to a message of a million characters costs the same as one appended to a short message. Earlier
 * pieces are shared. Equality is by content. Thread-safe.
 */
public final class GrowingText {
    /** Length in characters at which a piece is sealed. */
    static final int PIECE = 1024;

    public static final GrowingText EMPTY = new GrowingText(null, "", 0);

    private final @Nullable GrowingText sealed;
    private final String tail;
    private final int length;

    private GrowingText(@Nullable GrowingText sealed, String tail, int length) {
        this.sealed = sealed;
        this.tail = tail;
        this.length = length;
    }

    public static GrowingText of(String text) {
        return text.isEmpty() ? EMPTY : new GrowingText(null, text, text.length());
    }

    public GrowingText append(String chunk) {
        if (chunk.isEmpty()) {
            return this;
        }
        if (length == 0) {
            return of(chunk);
        }
        int grown = Math.addExact(length, chunk.length());
        return tail.length() + chunk.length() <= PIECE
                ? new GrowingText(sealed, tail + chunk, grown)
                : new GrowingText(this, chunk, grown);
    }

    /**
     * Whether this text is {@code before} with text appended. The cost is proportional to the appended length. May
     * return false for texts with an equal beginning that were not made from each other.
     */
    public boolean extendsText(GrowingText before) {
        for (GrowingText node = this; node != null && node.length >= before.length; node = node.sealed) {
            if (node == before || (node.sealed == before.sealed && node.tail.startsWith(before.tail))) {
                return true;
            }
        }
        return before.length == 0;
    }

    /** Number of UTF-16 units. */
    public int length() {
        return length;
    }

    /** The parts in order; joined, they are the whole text. The boundaries have no meaning. */
    public List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        for (GrowingText node = this; node != null; node = node.sealed) {
            pieces.add(node.tail);
        }
        Collections.reverse(pieces);
        return pieces;
    }

    /** At most the last {@code count} characters, for a one-line preview. The cost is proportional to {@code count}. */
    public String tail(int count) {
        // One more, to see whether the first one is half of a pair.
        int missing = count + 1;
        List<String> parts = new ArrayList<>();
        for (GrowingText node = this; node != null && missing > 0; node = node.sealed) {
            parts.add(node.tail.substring(Math.max(0, node.tail.length() - missing)));
            missing -= node.tail.length();
        }
        Collections.reverse(parts);
        return TextCutter.tail(String.join("", parts), count);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof GrowingText text
                        && length == text.length
                        && toString().equals(text.toString()));
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The whole text. The cost is proportional to its length. */
    @Override
    public String toString() {
        if (sealed == null) {
            return tail;
        }
        StringBuilder whole = new StringBuilder(length);
        pieces().forEach(whole::append);
        return whole.toString();
    }
}

package dev.pilothouse.model;

/**
 * Names one item of a transcript within its session by the seq of the update that created it. Items are ordered by
 * it, and an id below the start of a window is known to lie outside of it without a look-up.
 *
 * @param born the seq, from 1
 */
public record ItemId(long born) implements Comparable<ItemId> {
    public ItemId {
        if (born < 1) {
            throw new IllegalArgumentException("an item is born at a seq from 1, not " + born);
        }
    }

    @Override
    public int compareTo(ItemId other) {
        return Long.compare(born, other.born);
    }

    @Override
    public String toString() {
        return Long.toString(born);
    }
}

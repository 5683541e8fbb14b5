package dev.pilothouse.model;

/**
 * The id of a transcript item within its session: the seq of the update that created it. Items are ordered by id. An id
 * below the start of a window lies outside of it, so no look-up is needed.
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

package dev.pilothouse.model;

/**
 * The id of a transcript item within its session: the seq of the update that created it. Items are ordered by id. An id
 * below the start of a window lies outside of it, so no look-up is needed.
 *
 * @param createdSeq the seq, from 1
 */
public record ItemId(long createdSeq) implements Comparable<ItemId> {
    public ItemId {
        if (createdSeq < 1) {
            throw new IllegalArgumentException("an item is born at a seq from 1, not " + createdSeq);
        }
    }

    @Override
    public int compareTo(ItemId other) {
        return Long.compare(createdSeq, other.createdSeq);
    }

    @Override
    public String toString() {
        return Long.toString(createdSeq);
    }
}

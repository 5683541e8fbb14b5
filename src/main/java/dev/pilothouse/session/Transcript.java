package dev.pilothouse.session;

import dev.pilothouse.model.ItemId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The items of a session in order of creation, or only the last ones (a <em>window</em>). Immutable. A change shares
 * unchanged items, at a cost of O(log n).
 */
public final class Transcript {
    public static final Transcript EMPTY = new Transcript(TreePVector.empty(), 1, 0);

    /** Limits of a transcript on a client, however far back the person scrolls; further items stay on the host. */
    private static final int FULL_ITEMS = 5_000;

    private static final long FULL_WEIGHT = 16L * 1024 * 1024;

    private final PVector<Item> items;
    private final long windowStart;
    private final long weight;

    private Transcript(PVector<Item> items, long windowStart, long weight) {
        this.items = items;
        this.windowStart = windowStart;
        this.weight = weight;
    }

    /**
     * Makes a transcript.
     *
     * @param items in ascending order of id
     * @param windowStart the seq of the window's start; 1 for all items
     */
    public static Transcript of(Collection<? extends Item> items, long windowStart) {
        return new Transcript(TreePVector.from(items), windowStart, weight(items));
    }

    private static long weight(Collection<? extends Item> items) {
        long sum = 0;
        for (Item item : items) {
            sum += ItemWeight.of(item);
        }
        return sum;
    }

    /** All held items, oldest first; random access in O(log n). */
    public List<Item> items() {
        return items;
    }

    /** The first seq of the window. Items created before it are not held, and updates to them are ignored. */
    public long windowStart() {
        return windowStart;
    }

    public int size() {
        return items.size();
    }

    /** About how many characters the items hold. */
    public long weight() {
        return weight;
    }

    public Optional<Item> find(ItemId id) {
        int index = indexOf(id.createdSeq());
        return index < 0 ? Optional.empty() : Optional.of(items.get(index));
    }

    /** Number of items created before the seq. */
    public int countBefore(long born) {
        int index = indexOf(born);
        return index < 0 ? -index - 1 : index;
    }

    /**
     * Returns this transcript with the item inserted, or replacing the one of the same id; unchanged if the item lies
     * before the window.
     */
    Transcript put(Item item) {
        long born = item.id().createdSeq();
        if (born < windowStart) {
            return this;
        }
        int size = items.size();
        if (size == 0 || items.get(size - 1).id().createdSeq() < born) {
            return new Transcript(items.plus(item), windowStart, weight + ItemWeight.of(item));
        }
        int index = indexOf(born);
        if (index < 0) {
            return new Transcript(items.plus(-index - 1, item), windowStart, weight + ItemWeight.of(item));
        }
        long change = ItemWeight.of(item) - ItemWeight.of(items.get(index));
        return new Transcript(items.with(index, item), windowStart, weight + change);
    }

    /** Whether a client holds as much of a session as it may, and so should load no earlier items. */
    public boolean isFull() {
        return items.size() >= FULL_ITEMS || weight >= FULL_WEIGHT;
    }

    /** The last {@code count} items. */
    public Transcript last(int count) {
        int size = items.size();
        if (size <= count) {
            return this;
        }
        return from(size - count);
    }

    /**
     * The last {@code count} items, or fewer if they weigh more than {@code mostWeight}; at least one if there is any.
     */
    public Transcript last(int count, long mostWeight) {
        int size = items.size();
        if (size <= count && weight <= mostWeight) {
            return this;
        }
        int from = size;
        long sum = 0;
        while (from > 0 && size - from < count) {
            sum += ItemWeight.of(items.get(from - 1));
            if (sum > mostWeight && from < size) {
                break;
            }
            from--;
        }
        return from == 0 ? this : from(from);
    }

    /** The items from this index on; the index must exist. */
    Transcript from(int index) {
        if (index == 0) {
            return this;
        }
        List<Item> kept = items.subList(index, items.size());
        return new Transcript(TreePVector.from(kept), items.get(index).id().createdSeq(), weight(kept));
    }

    /**
     * Returns this window extended by earlier items.
     *
     * @param earlier in ascending order of id, all created before {@link #windowStart()}
     * @param start the new start of the window
     */
    public Transcript prepend(List<Item> earlier, long start) {
        if (start > windowStart
                || (!earlier.isEmpty() && earlier.get(earlier.size() - 1).id().createdSeq() >= windowStart)) {
            throw new IllegalArgumentException("earlier items must lie before the window");
        }
        return new Transcript(items.plusAll(0, earlier), start, weight + weight(earlier));
    }

    private int indexOf(long born) {
        int low = 0;
        int high = items.size() - 1;
        // Most look-ups are for the newest item, or for one after it.
        if (high >= 0) {
            int newest = Long.compare(items.get(high).id().createdSeq(), born);
            if (newest <= 0) {
                return newest == 0 ? high : -high - 2;
            }
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(items.get(middle).id().createdSeq(), born);
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Transcript that && windowStart == that.windowStart && items.equals(that.items));
    }

    @Override
    public int hashCode() {
        return items.hashCode() * 31 + Long.hashCode(windowStart);
    }

    @Override
    public String toString() {
        return "Transcript[" + items.size() + " items from " + windowStart + "]";
    }
}

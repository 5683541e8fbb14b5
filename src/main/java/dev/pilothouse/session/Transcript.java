package dev.pilothouse.session;

import dev.pilothouse.model.ItemId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The items of a session in order of birth, or the last ones of them (a <em>window</em>). Immutable; a change shares
 * all that it does not touch, at a cost of O(log n).
 */
public final class Transcript {
    public static final Transcript EMPTY = new Transcript(TreePVector.empty(), 1);

    private final PVector<Item> items;
    private final long windowStart;

    private Transcript(PVector<Item> items, long windowStart) {
        this.items = items;
        this.windowStart = windowStart;
    }

    /**
     * @param items in ascending order of id
     * @param windowStart the seq from which on items are held; 1 for all
     */
    public static Transcript of(Collection<? extends Item> items, long windowStart) {
        return new Transcript(TreePVector.from(items), windowStart);
    }

    /** All items held, oldest first; random access in O(log n). */
    public List<Item> items() {
        return items;
    }

    /** Items born before this seq are not held, and updates to them are passed over. */
    public long windowStart() {
        return windowStart;
    }

    public int size() {
        return items.size();
    }

    public Optional<Item> find(ItemId id) {
        int index = indexOf(id.born());
        return index < 0 ? Optional.empty() : Optional.of(items.get(index));
    }

    /** Number of items that were born before the seq. */
    public int countBefore(long born) {
        int index = indexOf(born);
        return index < 0 ? -index - 1 : index;
    }

    /** This transcript with the item put in its place, replacing one of the same id; unchanged if it lies before the window. */
    Transcript put(Item item) {
        long born = item.id().born();
        if (born < windowStart) {
            return this;
        }
        int size = items.size();
        if (size == 0 || items.get(size - 1).id().born() < born) {
            return new Transcript(items.plus(item), windowStart);
        }
        int index = indexOf(born);
        return new Transcript(index >= 0 ? items.with(index, item) : items.plus(-index - 1, item), windowStart);
    }

    /** The last {@code count} items. */
    public Transcript last(int count) {
        int size = items.size();
        if (size <= count) {
            return this;
        }
        int from = size - count;
        return new Transcript(
                TreePVector.from(items.subList(from, size)),
                items.get(from).id().born());
    }

    /**
     * This window enlarged by items from before it.
     *
     * @param earlier in ascending order of id, all born before {@link #windowStart()}
     * @param start the new start of the window
     */
    public Transcript prepend(List<Item> earlier, long start) {
        if (start > windowStart
                || (!earlier.isEmpty() && earlier.get(earlier.size() - 1).id().born() >= windowStart)) {
            throw new IllegalArgumentException("earlier items must lie before the window");
        }
        return new Transcript(items.plusAll(0, earlier), start);
    }

    private int indexOf(long born) {
        int low = 0;
        int high = items.size() - 1;
        // Most look-ups are for the newest item, or for one after it.
        if (high >= 0) {
            int newest = Long.compare(items.get(high).id().born(), born);
            if (newest <= 0) {
                return newest == 0 ? high : -high - 2;
            }
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(items.get(middle).id().born(), born);
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

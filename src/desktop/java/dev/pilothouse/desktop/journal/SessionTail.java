package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.JournaledUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest updates of one session, shared by all connections that mirror it, so that current clients need no file
 * reads.
 *
 * <p>Owns a ring buffer that grows to its limit. When it is full, the oldest updates are dropped; clients read those
 * from the journal. Thread-safe; each call holds the lock only while it copies references.
 */
final class SessionTail {
    private static final JournaledUpdate[] NONE = {};
    private static final int FIRST_SIZE = 32;

    private final int maxUpdates;
    private final long maxWeight;
    private JournaledUpdate[] ring = NONE;
    /**
     * Seqs of the oldest and the newest update in the ring. The ring is empty while {@code last} is {@code first - 1}.
     */
    private long first = 1;

    private long last;
    private long weight;

    SessionTail(int maxUpdates, long maxWeight) {
        this.maxUpdates = maxUpdates;
        this.maxWeight = maxWeight;
    }

    /** @param update the one after the newest */
    synchronized void add(JournaledUpdate update) {
        if (update.seq() != last + 1) {
            throw new IllegalArgumentException("update " + update.seq() + " cannot follow " + last);
        }
        int held = (int) (last - first + 1);
        if (held == maxUpdates) {
            dropOldest();
        } else if (held == ring.length) {
            grow();
        }
        ring[slot(update.seq())] = update;
        last = update.seq();
        weight += UpdateWeight.of(update.update());
        while (weight > maxWeight && first < last) {
            dropOldest();
        }
    }

    private void grow() {
        JournaledUpdate[] larger = new JournaledUpdate[Math.min(maxUpdates, Math.max(FIRST_SIZE, ring.length * 2))];
        for (long seq = first; seq <= last; seq++) {
            larger[(int) (seq % larger.length)] = ring[slot(seq)];
        }
        ring = larger;
    }

    private void dropOldest() {
        int slot = slot(first);
        weight -= UpdateWeight.of(ring[slot].update());
        ring[slot] = null;
        first++;
    }

    private int slot(long seq) {
        return (int) (seq % ring.length);
    }

    /** Drops all updates. The next one follows {@code seq}. */
    synchronized void restartAfter(long seq) {
        if (last >= first) {
            ring = NONE;
            weight = 0;
        }
        first = seq + 1;
        last = seq;
    }

    /**
     * The updates after {@code after} up to {@code upTo}. Returns as many as fit the weight, and at least one if there
     * is one.
     *
     * @return empty if the first of them is no longer in the ring
     */
    synchronized Optional<List<JournaledUpdate>> read(long after, long upTo, long weightLimit) {
        if (after < first - 1) {
            return Optional.empty();
        }
        List<JournaledUpdate> slice = new ArrayList<>();
        long taken = 0;
        for (long seq = after + 1; seq <= Math.min(upTo, last); seq++) {
            JournaledUpdate update = ring[slot(seq)];
            taken += UpdateWeight.of(update.update());
            if (taken > weightLimit && !slice.isEmpty()) {
                break;
            }
            slice.add(update);
        }
        return Optional.of(slice);
    }

    /** The ring contains every update after this seq. */
    synchronized long firstAfter() {
        return first - 1;
    }
}

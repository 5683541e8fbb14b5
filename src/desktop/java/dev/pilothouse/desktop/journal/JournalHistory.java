package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads the updates of a session's journal, for clients that missed more than the tail keeps. Each read opens its own
 * channel and reads only what is already written. It needs no lock and does not delay appends.
 *
 * <p>Any thread that may wait for the disk. Owns nothing.
 */
final class JournalHistory {
    /** The limit above which a snapshot is smaller than the missed updates. */
    static final long MAX_WEIGHT = 1 << 20;
    /**
     * Bytes of the journal. At roughly ten million bytes a second, this is as long as a person waits without noticing.
     * A snapshot needs no reading, because the state is in memory.
     */
    static final long MAX_BYTES = 32L << 20;
    /** Updates per read, which bounds memory use. */
    private static final int MAX_UPDATES = 8_192;

    private static final int LINES_BETWEEN_CHECKS = 1_024;

    private final Path path;
    private final JournalOffsetIndex marks;

    JournalHistory(Path path, JournalOffsetIndex marks) {
        this.path = path;
        this.marks = marks;
    }

    /** The state that results from the readable part of a journal. Empty if {@code stop} ended the read. */
    static Optional<SessionState> fold(SessionId sessionId, Path path, BooleanSupplier stop) throws IOException {
        SessionState state = SessionState.empty(sessionId);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            JournalLines lines = new JournalLines(channel, 0);
            for (int line = 0; lines.next(); line++) {
                if (line % LINES_BETWEEN_CHECKS == 0 && stop.getAsBoolean()) {
                    return Optional.empty();
                }
                state = SessionReducer.applyAll(state, SessionRecords.updates(lines.records()));
            }
        } catch (JournalLines.DamagedException | IllegalArgumentException e) {
            // The damage is reported when the journal is opened for writing.
            return Optional.of(state);
        }
        return Optional.of(state);
    }

    /** Whether reading on from there costs less than a snapshot. */
    boolean isCheapAfter(long after) {
        JournalOffsetIndex.Place place = marks.before(after);
        return place.weight() <= MAX_WEIGHT && place.bytes() <= MAX_BYTES;
    }

    /**
     * The updates after {@code after} up to {@code upTo}, at least one.
     *
     * @param upTo a seq that is written
     * @param weight limit of their approximate characters after merging
     * @throws IOException if the file does not contain them, or no longer does
     */
    List<JournaledUpdate> read(long after, long upTo, long weight) throws IOException {
        List<JournaledUpdate> updates = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            JournalLines lines = new JournalLines(channel, marks.before(after).offset());
            Slice slice = new Slice(after, upTo, weight, updates);
            while (!slice.isFull() && lines.next()) {
                for (JournaledUpdate update : SessionRecords.updates(lines.records())) {
                    slice.take(update);
                }
            }
        } catch (JournalLines.DamagedException e) {
            throw new IOException(path.getFileName() + " holds something else: " + e.getMessage(), e);
        }
        if (updates.isEmpty()) {
            throw new IOException(path.getFileName() + " does not reach beyond " + after);
        }
        return updates;
    }

    /** Collects updates up to its limits. */
    private static final class Slice {
        private final long upTo;
        private final long limit;
        private final List<JournaledUpdate> updates;
        private long last;
        private long weight;
        private boolean full;

        Slice(long after, long upTo, long limit, List<JournaledUpdate> updates) {
            this.last = after;
            this.upTo = upTo;
            this.limit = limit;
            this.updates = updates;
            this.full = after >= upTo;
        }

        boolean isFull() {
            return full;
        }

        void take(JournaledUpdate update) throws IOException {
            if (full || update.seq() <= last) {
                return;
            }
            if (update.seq() != last + 1) {
                throw new IOException("update " + update.seq() + " after " + last);
            }
            JournaledUpdate before = updates.isEmpty() ? null : updates.get(updates.size() - 1);
            weight += UpdateWeight.after(before, update);
            if (weight > limit && before != null) {
                full = true;
                return;
            }
            updates.add(update);
            last = update.seq();
            full = last == upTo || updates.size() == MAX_UPDATES;
        }
    }
}

package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Keyed;

/** One row of the session list, as a value. Immutable. */
public sealed interface SessionRow extends Keyed {

    /** The heading of a group that can be folded away. */
    record Heading(String id, Standing.Group group, String title, int count, boolean folded) implements SessionRow {
        @Override
        public long revision() {
            return (long) count * 2 + (folded ? 1 : 0);
        }
    }

    /**
     * A session.
     *
     * @param doing what it asks or does, or its last words
     * @param age since when, in short
     * @param place agent, directory and mode
     * @param host the host's name, empty while there is only one
     * @param stale whether this is only the last known state
     */
    record Entry(
            String id,
            SessionKey key,
            Standing standing,
            String name,
            String doing,
            String age,
            String place,
            String host,
            boolean unread,
            boolean stale)
            implements SessionRow {
        @Override
        public long revision() {
            return hashCode();
        }
    }
}

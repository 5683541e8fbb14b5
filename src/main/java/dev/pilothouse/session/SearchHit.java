package dev.pilothouse.session;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One transcript item that matches a search. Immutable.
 *
 * @param at host time of the item's creation
 * @param excerpt one line around the first match
 * @param marks ranges of the matches in the excerpt, ascending, not overlapping
 */
public record SearchHit(SessionId sessionId, ItemId item, Instant at, Kind kind, String excerpt, List<Mark> marks) {
    public SearchHit {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(excerpt, "excerpt");
        marks = List.copyOf(marks);
    }

    /** The kind of the text that matched. */
    public enum Kind {
        /** The person's prompt. */
        USER,
        MESSAGE,
        THOUGHT,
        TOOL,
        /** An agent's question, or the answer. */
        PENDING,
        /** A note from the host, or the end of a turn. */
        NOTE,
        OTHER
    }

    /** @param to exclusive end */
    public record Mark(int from, int to) {
        public Mark {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("no range: " + from + " to " + to);
            }
        }
    }
}

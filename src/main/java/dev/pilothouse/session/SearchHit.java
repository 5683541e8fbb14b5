package dev.pilothouse.session;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One item of a transcript in which what was looked for occurs. Immutable.
 *
 * @param at host time of the item's birth
 * @param excerpt one line around the first occurrence
 * @param marks where in the excerpt the words are, ascending and apart
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

    /** Whose words they are. */
    public enum Kind {
        /** The person's. */
        USER,
        MESSAGE,
        THOUGHT,
        TOOL,
        /** A question of the agent, or its answer. */
        PENDING,
        /** A remark of the host, or how a turn ended. */
        NOTE,
        OTHER
    }

    /** @param to after the last character */
    public record Mark(int from, int to) {
        public Mark {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("no range: " + from + " to " + to);
            }
        }
    }
}

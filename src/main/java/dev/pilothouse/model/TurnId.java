package dev.pilothouse.model;

/**
 * The id of a turn within its session: the seq of its {@link SessionUpdate.TurnStarted}.
 *
 * @param started the seq, from 1
 */
public record TurnId(long started) {
    public TurnId {
        if (started < 1) {
            throw new IllegalArgumentException("a turn starts at a seq from 1, not " + started);
        }
    }

    @Override
    public String toString() {
        return Long.toString(started);
    }
}

package dev.pilothouse.session;

import java.util.Objects;

/**
 * A session as far as a client has folded it, with all that is needed to go on from there later: the two were one at one
 * moment of the client-state lane, so the host's answer to {@link #cursor()} fits the state. Immutable.
 *
 * @param gen the journal's generation in which the state's seq counts
 */
public record KeptSession(long gen, SessionState state) {
    public KeptSession {
        Objects.requireNonNull(state, "state");
    }

    public Cursor cursor() {
        return new Cursor(gen, state.seq());
    }

    /** The same with only the newest items, at most so many and about so many characters of them; at least one. */
    public KeptSession window(int items, long characters) {
        return new KeptSession(gen, state.withTranscript(state.transcript().last(items, characters)));
    }
}

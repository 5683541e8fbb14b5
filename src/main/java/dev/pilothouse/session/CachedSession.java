package dev.pilothouse.session;

import java.util.Objects;

/**
 * A session's folded state with the generation needed to resume it later. Both were read at the same moment on the
 * client-state lane, so a subscription from {@link #gen()} and the state's seq continues the state. Immutable.
 *
 * @param gen the journal's generation that the state's seq belongs to
 */
public record CachedSession(long gen, SessionState state) {
    public CachedSession {
        Objects.requireNonNull(state, "state");
    }

    /**
     * Returns this session with only its newest items: at most {@code items}, and about {@code characters} characters,
     * but at least one item.
     */
    public CachedSession window(int items, long characters) {
        return new CachedSession(gen, state.withTranscript(state.transcript().last(items, characters)));
    }
}

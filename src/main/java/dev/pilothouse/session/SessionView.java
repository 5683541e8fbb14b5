package dev.pilothouse.session;

import java.util.List;

/**
 * One session as a client shows it: the host's state, how fresh it is, and what the person asked for that the host has
 * not confirmed yet.
 *
 * @param state the last known state
 * @param behind how many updates the host is known to be ahead, 0 = live
 * @param unconfirmed intents of this session in the order in which they were made
 */
public record SessionView(SessionState state, long behind, List<PendingIntent> unconfirmed) {
    public SessionView {
        unconfirmed = List.copyOf(unconfirmed);
    }
}

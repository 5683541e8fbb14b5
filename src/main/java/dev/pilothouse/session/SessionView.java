package dev.pilothouse.session;

import java.util.List;

/**
 * One session, as a client shows it: the host's state, its freshness, and the person's intents that the host has not
 * confirmed.
 *
 * @param state the last received state
 * @param behind number of updates that the host is known to be ahead, 0 = live
 * @param unconfirmed intents of this session in the order of creation
 */
public record SessionView(SessionState state, long behind, List<PendingIntent> unconfirmed) {
    public SessionView {
        unconfirmed = List.copyOf(unconfirmed);
    }
}

package dev.pilothouse.session;

import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Pending;
import java.time.Instant;
import java.util.List;

/**
 * An open question to the person, with its transcript item and the time since when it waits.
 *
 * @param changes in the overview, the changes that the question is about, in excerpts; empty in a session's state,
 *     whose transcript has the whole tool call
 */
public record OpenPending(ItemId item, Pending pending, Instant since, List<FileDiff> changes) {
    public OpenPending {
        changes = List.copyOf(changes);
    }

    public OpenPending(ItemId item, Pending pending, Instant since) {
        this(item, pending, since, List.of());
    }

    /** Whether the host asks how the agent should log in. */
    public boolean isLogin() {
        HostQuestion question = pending.host();
        return question != null && question.isLogin();
    }
}

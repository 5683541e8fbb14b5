package dev.pilothouse.ui.permission;

import dev.pilothouse.model.Pending;
import dev.pilothouse.model.RunId;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.ui.fx.Versioned;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.ActionText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open question, ready to be drawn. Immutable.
 *
 * @param deed the requested action, as text
 * @param source the session and the agent that ask
 * @param detail the agent's further text
 * @param changes the changes to files that the question is about, whole or in excerpts
 * @param sending whether an answer of this device is being sent
 * @param allowed whether this device may answer
 * @param asker the member of a run that asks, if this device may allow the command until the run ends
 */
public record PendingCard(
        SessionKey key,
        Pending pending,
        ActionText deed,
        Source source,
        List<Block> detail,
        List<FileDiff> changes,
        boolean sending,
        boolean allowed,
        @Nullable Member asker)
        implements Versioned {
    public PendingCard {
        detail = List.copyOf(detail);
        changes = List.copyOf(changes);
    }

    /** A question whose command cannot be allowed for a run. */
    PendingCard(
            SessionKey key,
            Pending pending,
            ActionText deed,
            Source source,
            List<Block> detail,
            List<FileDiff> changes,
            boolean sending,
            boolean allowed) {
        this(key, pending, deed, source, detail, changes, sending, allowed, null);
    }

    /** A member of a run. Immutable. */
    public record Member(RunId runId, String key) {}

    /**
     * The origin of a question, as texts. Immutable.
     *
     * @param session the session's name, for the inbox
     * @param work agent, model, directory and, if known, branch
     * @param place the same with host and age, for the inbox
     * @param stale the reason why the question may be closed already, empty while the host is connected
     */
    public record Source(String session, String work, String place, String stale) {}

    /** The same card while an answer is being sent. */
    PendingCard asSending() {
        return new PendingCard(key, pending, deed, source, detail, changes, true, allowed, asker);
    }

    @Override
    public String id() {
        return key.asText() + "/" + pending.pendingId();
    }

    @Override
    public long revision() {
        return hashCode();
    }
}

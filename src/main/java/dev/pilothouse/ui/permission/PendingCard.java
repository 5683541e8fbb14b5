package dev.pilothouse.ui.permission;

import dev.pilothouse.model.Pending;
import dev.pilothouse.ui.fx.Versioned;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.ActionText;
import java.util.List;

/**
 * One open question, ready to be drawn. Immutable.
 *
 * @param deed the requested action, as text
 * @param session the session's name, for the inbox
 * @param place host, directory and age, for the inbox
 * @param detail the agent's further text
 * @param stale the reason why the question may be closed already, empty while the host is connected
 * @param sending whether an answer of this device is being sent
 * @param allowed whether this device may answer
 */
public record PendingCard(
        SessionKey key,
        Pending pending,
        ActionText deed,
        String session,
        String place,
        String stale,
        List<Block> detail,
        boolean sending,
        boolean allowed)
        implements Versioned {
    public PendingCard {
        detail = List.copyOf(detail);
    }

    /** The same card while an answer is being sent. */
    PendingCard asSending() {
        return new PendingCard(key, pending, deed, session, place, stale, detail, true, allowed);
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

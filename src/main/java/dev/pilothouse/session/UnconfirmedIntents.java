package dev.pilothouse.session;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The person's intents that are not visible in a session's state yet. An intent is removed when its effect has been
 * folded: an update names it as its cause, or the cursor has passed the seq of its ack. A refused intent stays, with
 * the reason, until it is dismissed or {@value #MAX_REFUSALS} newer ones were refused.
 *
 * <p>Owns these rows; the sender of intents limits their number. Confined to the client-state lane.
 */
final class UnconfirmedIntents {

    private static final int MAX_REFUSALS = 20;
    private static final long NO_ACK = 0;

    private final Map<RequestId, Row> rows = new LinkedHashMap<>();

    private record Row(PendingIntent intent, @Nullable SessionId sessionId, long ackSeq) {}

    void add(PendingIntent intent) {
        rows.put(intent.requestId(), new Row(intent, intent.intent().target().orElse(null), NO_ACK));
    }

    /** Null if the request id is unknown or was removed, or if the intent creates a session. */
    @Nullable
    SessionId sessionOf(RequestId requestId) {
        Row row = rows.get(requestId);
        return row == null ? null : row.sessionId();
    }

    /**
     * The host has stored the intent at {@code seq}. {@code folded} is the seq up to which its session is folded, -1
     * for none.
     */
    void accepted(RequestId requestId, long seq, long folded) {
        Row row = rows.get(requestId);
        if (row == null) {
            return;
        }
        if (row.sessionId() == null || seq == NO_ACK || folded < 0 || folded >= seq) {
            rows.remove(requestId);
        } else {
            rows.put(requestId, new Row(row.intent(), row.sessionId(), seq));
        }
    }

    void refused(RequestId requestId, HostText text) {
        Row row = rows.get(requestId);
        if (row == null) {
            return;
        }
        if (row.sessionId() == null) {
            rows.remove(requestId);
            return;
        }
        PendingIntent old = row.intent();
        rows.put(
                requestId,
                new Row(
                        new PendingIntent(old.requestId(), old.intent(), old.madeAt(), text),
                        row.sessionId(),
                        row.ackSeq()));
        dropOldRefusals();
    }

    private void dropOldRefusals() {
        long refusals = rows.values().stream()
                .filter(row -> row.intent().refusal() != null)
                .count();
        for (Iterator<Row> each = rows.values().iterator(); refusals > MAX_REFUSALS && each.hasNext(); ) {
            if (each.next().intent().refusal() != null) {
                each.remove();
                refusals--;
            }
        }
    }

    /** Sets the intent's stage. */
    void setStage(RequestId requestId, PendingIntent.Stage stage) {
        rows.computeIfPresent(requestId, (id, row) -> new Row(row.intent().at(stage), row.sessionId(), row.ackSeq()));
    }

    /** Intents that wait for confirmation, in the order of creation. */
    List<PendingIntent> delayed() {
        return rows.values().stream()
                .map(Row::intent)
                .filter(PendingIntent::isDelayed)
                .toList();
    }

    void remove(RequestId requestId) {
        rows.remove(requestId);
    }

    /** Removes intents that these updates name as cause, and those acknowledged up to {@code seq}. */
    void folded(SessionId sessionId, long seq, List<JournaledUpdate> updates) {
        if (rows.isEmpty()) {
            return;
        }
        for (JournaledUpdate update : updates) {
            confirm(update.cause());
        }
        removeConfirmed(sessionId, seq);
    }

    /** Removes intents that are visible in a whole state. */
    void replaced(SessionState state) {
        if (rows.isEmpty()) {
            return;
        }
        for (Item item : state.transcript().items()) {
            if (item instanceof Item.UserItem user) {
                confirm(user.cause());
            }
        }
        for (QueuedPrompt queued : state.queue()) {
            confirm(queued.cause());
        }
        removeConfirmed(state.sessionId(), state.seq());
    }

    private void confirm(@Nullable Cause cause) {
        if (cause != null) {
            rows.remove(cause.requestId());
        }
    }

    private void removeConfirmed(SessionId sessionId, long seq) {
        rows.values()
                .removeIf(row -> sessionId.equals(row.sessionId()) && row.ackSeq() != NO_ACK && row.ackSeq() <= seq);
    }

    /** A closed session's cursor stops, so its acknowledged intents would never be passed; removes them. */
    void closed(SessionId sessionId) {
        removeConfirmed(sessionId, Long.MAX_VALUE);
    }

    void dropSession(SessionId sessionId) {
        rows.values().removeIf(row -> sessionId.equals(row.sessionId()));
    }

    List<PendingIntent> refusals() {
        return rows.values().stream()
                .map(Row::intent)
                .filter(intent -> intent.refusal() != null)
                .toList();
    }

    /** The intents of one session, in the order of creation. */
    List<PendingIntent> of(SessionId sessionId) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<PendingIntent> found = new ArrayList<>();
        for (Row row : rows.values()) {
            if (sessionId.equals(row.sessionId())) {
                found.add(row.intent());
            }
        }
        return found;
    }
}

package dev.pilothouse.session;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the person asked for and cannot see in a session's state yet. An intent leaves when its effect has been folded:
 * when an update that names it as its cause was, or when the cursor has passed the seq that its ack names. A refused one
 * stays with the sentence that says why, until it is dismissed or {@value #REFUSALS_KEPT} newer ones were refused.
 *
 * <p>Owns these rows; their number is bounded by whoever sends intents. Confined to the client-state lane.
 */
final class Unconfirmed {

    private static final int REFUSALS_KEPT = 20;
    private static final long NO_ACK = 0;

    private final Map<RequestId, Row> rows = new LinkedHashMap<>();

    private record Row(PendingIntent intent, SessionId sessionId, long ackSeq) {}

    void add(PendingIntent intent) {
        rows.put(intent.requestId(), new Row(intent, IntentTarget.of(intent.intent()), NO_ACK));
    }

    /** Null if it is not known (any more), or makes a session. */
    SessionId sessionOf(RequestId requestId) {
        Row row = rows.get(requestId);
        return row == null ? null : row.sessionId();
    }

    /** The host has it at {@code seq}; {@code folded} says up to where its session has been folded, -1 for not at all. */
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

    void refused(RequestId requestId, String text) {
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
        for (Iterator<Row> each = rows.values().iterator(); refusals > REFUSALS_KEPT && each.hasNext(); ) {
            if (each.next().intent().refusal() != null) {
                each.remove();
                refusals--;
            }
        }
    }

    /** It has got further, or waits for the person's word. */
    void reached(RequestId requestId, PendingIntent.Stage stage) {
        rows.computeIfPresent(requestId, (id, row) -> new Row(row.intent().at(stage), row.sessionId(), row.ackSeq()));
    }

    /** Those that wait for the person's word, in the order in which they were made. */
    List<PendingIntent> held() {
        return rows.values().stream()
                .map(Row::intent)
                .filter(PendingIntent::isHeld)
                .toList();
    }

    void remove(RequestId requestId) {
        rows.remove(requestId);
    }

    /** Takes out what these updates brought about, and what was acknowledged up to {@code seq}. */
    void folded(SessionId sessionId, long seq, List<JournaledUpdate> updates) {
        if (rows.isEmpty()) {
            return;
        }
        for (JournaledUpdate update : updates) {
            confirm(update.cause());
        }
        passed(sessionId, seq);
    }

    /** Takes out what a whole state shows. */
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
        passed(state.sessionId(), state.seq());
    }

    private void confirm(Cause cause) {
        if (cause != null) {
            rows.remove(cause.requestId());
        }
    }

    private void passed(SessionId sessionId, long seq) {
        rows.values()
                .removeIf(row -> sessionId.equals(row.sessionId()) && row.ackSeq() != NO_ACK && row.ackSeq() <= seq);
    }

    /** A session's cursor stands still from now on: what was acknowledged will not be passed. */
    void closed(SessionId sessionId) {
        passed(sessionId, Long.MAX_VALUE);
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

    /** Of one session, in the order in which they were made. */
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

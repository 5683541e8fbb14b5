package dev.pilothouse.recording;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session of a {@link RecordedHost}, up to the played position. Confined to the host's lane; ends with it. */
final class RecordedSession {

    private SessionState state;
    private long gen;
    private @Nullable Instant createdAt;
    private @Nullable Cause answering;
    private long answeredAt;

    RecordedSession(SessionId sessionId) {
        this.state = SessionState.empty(sessionId);
    }

    SessionState state() {
        return state;
    }

    long head() {
        return state.seq();
    }

    long gen() {
        return gen;
    }

    boolean isAt(Cursor cursor) {
        return cursor.gen() == gen && cursor.seq() == head();
    }

    boolean hasQuestion(PendingId pendingId) {
        return state.open().stream().anyMatch(open -> open.pending().pendingId().equals(pendingId));
    }

    /** Sets the cause of the next answer to this device, in place of the recorded one. */
    void answeredBy(Cause cause) {
        answering = cause;
    }

    /** The seq of the last answer. */
    long answeredAt() {
        return answeredAt;
    }

    /** @return the updates to send to clients */
    List<JournaledUpdate> fold(HostMessage.Updates batch) {
        if (gen == 0) {
            gen = batch.gen();
        }
        List<JournaledUpdate> signed = new ArrayList<>();
        for (JournaledUpdate update : batch.updates()) {
            signed.add(signed(update));
        }
        state = SessionReducer.applyAll(state, signed);
        return signed;
    }

    private JournaledUpdate signed(JournaledUpdate journaled) {
        if (!(journaled.update() instanceof SessionUpdate.PendingAnswered answered)) {
            return journaled;
        }
        answeredAt = journaled.seq();
        if (answering == null) {
            return journaled;
        }
        Cause cause = answering;
        answering = null;
        PendingAnswer answer = answered.answer();
        return new JournaledUpdate(
                journaled.seq(),
                journaled.at(),
                cause,
                new SessionUpdate.PendingAnswered(
                        answered.item(),
                        answered.pendingId(),
                        new PendingAnswer(answer.outcome(), answer.optionId(), answer.text(), cause.deviceName())));
    }

    /**
     * The summary with the times of the played state. A question may have waited longer than in the recording, and the
     * turn and the session must not seem to have started later because of it.
     */
    SessionSummary rebased(SessionSummary summary) {
        if (createdAt == null) {
            createdAt = summary.createdAt();
        }
        Activity played = state.activity();
        Activity shown = played != null && played.phase() == summary.activity().phase() ? played : summary.activity();
        return new SessionSummary(
                summary.sessionId(),
                summary.name(),
                summary.agentId(),
                summary.agentName(),
                summary.agentSessionId(),
                summary.cwd(),
                summary.modeName(),
                summary.modelName(),
                shown,
                summary.label(),
                summary.evidence(),
                summary.headSeq(),
                summary.open(),
                summary.lastTurn(),
                summary.lastLine(),
                summary.lastLines(),
                summary.lastNotes(),
                summary.queued(),
                summary.queueIds(),
                summary.drafts(),
                summary.organisation(),
                createdAt,
                summary.lastActive());
    }
}

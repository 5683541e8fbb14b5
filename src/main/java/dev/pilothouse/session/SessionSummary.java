package dev.pilothouse.session;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session's entry in the overview. Has enough data for a list and an inbox of decisions without a subscription.
 *
 * @param agentSessionId the agent's own id of it; empty if there is none yet
 * @param modeName the agent's name of its mode, empty without modes
 * @param evidence the measurements behind the label; null without a label, and from a host that does not send it
 * @param headSeq the newest seq of the journal
 * @param open the open questions, oldest first
 * @param lastTurn null before a turn has ended
 * @param lastLine the last line of the newest message, tool call or note, at most 200 characters, may be empty
 * @param lastLines the last lines of the conversation, at most four and about 320 characters, separated by line breaks
 * @param queued number of queued prompts
 * @param lastActive host time of the newest activity; the end of an agent or of the host is none
 */
public record SessionSummary(
        SessionId sessionId,
        String name,
        AgentId agentId,
        String agentName,
        String agentSessionId,
        String cwd,
        String modeName,
        Activity activity,
        WatchLabel label,
        @Nullable WatchEvidence evidence,
        long headSeq,
        List<OpenPending> open,
        @Nullable LastTurn lastTurn,
        String lastLine,
        String lastLines,
        int queued,
        Organisation organisation,
        Instant createdAt,
        Instant lastActive) {
    public SessionSummary {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(agentName, "agentName");
        Objects.requireNonNull(agentSessionId, "agentSessionId");
        Objects.requireNonNull(cwd, "cwd");
        Objects.requireNonNull(modeName, "modeName");
        Objects.requireNonNull(activity, "activity");
        Objects.requireNonNull(label, "label");
        open = List.copyOf(open);
        Objects.requireNonNull(lastLine, "lastLine");
        Objects.requireNonNull(lastLines, "lastLines");
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(lastActive, "lastActive");
    }

    /**
     * Makes the overview's entry of a session.
     *
     * @throws NullPointerException if the state has no first update yet
     */
    public static SessionSummary of(SessionState state, WatchLabel label, Instant lastActive) {
        return of(state, label, null, lastActive);
    }

    /** Makes the overview's entry of a session, with the evidence for the label. */
    public static SessionSummary of(
            SessionState state, WatchLabel label, @Nullable WatchEvidence evidence, Instant lastActive) {
        SessionInfo info = Objects.requireNonNull(state.info(), "info");
        return new SessionSummary(
                state.sessionId(),
                info.name(),
                info.agentId(),
                info.agentName(),
                info.agentSessionId(),
                info.cwd(),
                state.offer().modeName(),
                Objects.requireNonNull(state.activity(), "activity"),
                label,
                evidence,
                state.seq(),
                state.open(),
                state.lastTurn(),
                PreviewLines.of(state.transcript()),
                PreviewLines.linesOf(state.transcript()),
                state.queue().size(),
                info.organisation(),
                info.createdAt(),
                lastActive);
    }
}

package dev.pilothouse.session;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.QueuedPrompt;
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
 * @param modelName the agent's name of its model, empty without models
 * @param evidence the measurements behind the label; null without a label, and from a host that does not send it
 * @param headSeq the newest seq of the journal
 * @param open the open questions, oldest first
 * @param lastTurn null before a turn has ended
 * @param lastLine the last line of the newest message, tool call or note, at most 200 characters, may be empty
 * @param lastLines the last lines of the conversation, at most four and about 320 characters, separated by line breaks
 * @param lastNotes the codes of those last lines that are sentences of the host; the text of each equals its line
 * @param queued number of queued prompts
 * @param queueIds the ids of the queued prompts in their order; empty from a host that does not send them
 * @param drafts number of review comments that were not sent
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
        String modelName,
        Activity activity,
        WatchLabel label,
        @Nullable WatchEvidence evidence,
        long headSeq,
        List<OpenPending> open,
        @Nullable LastTurn lastTurn,
        String lastLine,
        String lastLines,
        List<HostText> lastNotes,
        int queued,
        List<Long> queueIds,
        int drafts,
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
        Objects.requireNonNull(modelName, "modelName");
        Objects.requireNonNull(activity, "activity");
        Objects.requireNonNull(label, "label");
        open = List.copyOf(open);
        Objects.requireNonNull(lastLine, "lastLine");
        Objects.requireNonNull(lastLines, "lastLines");
        lastNotes = List.copyOf(lastNotes);
        queueIds = List.copyOf(queueIds);
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
        PreviewLines preview = new PreviewLines(state.transcript());
        return new SessionSummary(
                state.sessionId(),
                info.name(),
                info.agentId(),
                info.agentName(),
                info.agentSessionId(),
                info.cwd(),
                state.offer().modeName(),
                state.offer().modelName(),
                Objects.requireNonNull(state.activity(), "activity"),
                label,
                evidence,
                state.seq(),
                state.open().stream().map(open -> withChanges(state, open)).toList(),
                state.lastTurn(),
                preview.last(),
                preview.all(),
                preview.notes(),
                state.queue().size(),
                state.queue().stream().map(QueuedPrompt::queueId).toList(),
                state.review().drafts(state.queue()).size(),
                info.organisation(),
                info.createdAt(),
                lastActive);
    }

    private static OpenPending withChanges(SessionState state, OpenPending open) {
        ItemId call = open.pending().toolCall();
        return call != null && state.transcript().find(call).orElse(null) instanceof Item.ToolItem tool
                ? new OpenPending(open.item(), open.pending(), open.since(), FileDiff.excerptsOf(tool.call()))
                : open;
    }

    /** The same entry with other open questions. */
    public SessionSummary withOpen(List<OpenPending> other) {
        return new SessionSummary(
                sessionId,
                name,
                agentId,
                agentName,
                agentSessionId,
                cwd,
                modeName,
                modelName,
                activity,
                label,
                evidence,
                headSeq,
                other,
                lastTurn,
                lastLine,
                lastLines,
                lastNotes,
                queued,
                queueIds,
                drafts,
                organisation,
                createdAt,
                lastActive);
    }
}

package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.AuditActions;
import dev.pilothouse.desktop.bridge.PermissionCheck;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.journal.AuditLog;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.run.RunSessions;
import dev.pilothouse.desktop.usage.UsageRecorder;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sessions of the host, as its runs see them. Owns none of its parts; any thread. */
final class HostRunSessions implements RunSessions {
    /** Stands where the audit log has the address of a device. */
    private static final String BY_RUN = "by a run";

    private final SessionRegistry sessions;
    private final AuditLog audit;
    private final Function<DeviceId, PermissionCheck> permits;

    /** @param permits what a device may do at the moment */
    HostRunSessions(SessionRegistry sessions, AuditLog audit, Function<DeviceId, PermissionCheck> permits) {
        this.sessions = sessions;
        this.audit = audit;
        this.permits = permits;
    }

    @Override
    public void submit(Intent intent, Cause cause, Consumer<IntentResult> reply) {
        sessions.submit(new Submission(
                intent, cause, permits.apply(cause.deviceId()), reply, accepted -> audit(intent, cause)));
    }

    /** A command that was allowed for a run has been allowed once more. */
    private void audit(Intent intent, Cause cause) {
        if (intent instanceof Intent.AnswerPending answer) {
            audit.add(
                    AuditAction.ANSWERED,
                    cause.deviceId(),
                    cause.deviceName(),
                    AuditActions.about(answer, answer.sessionId()),
                    BY_RUN);
        }
    }

    @Override
    public Optional<Observation> observe(SessionId sessionId) {
        return sessions.feed(sessionId).map(feed -> observation(feed.head()));
    }

    private static Observation observation(SessionFeed.Head head) {
        if (head instanceof SessionFeed.Loaded loaded && loaded.trouble().isEmpty()) {
            SessionState state = loaded.state();
            return observation(
                    Objects.requireNonNull(state.activity()),
                    state.lastTurn(),
                    state.queue().size(),
                    state.open());
        }
        return observation(
                head.summary().activity(),
                head.summary().lastTurn(),
                head.summary().queued(),
                head.summary().open());
    }

    private static Observation observation(
            Activity activity, @Nullable LastTurn last, int queued, List<OpenPending> open) {
        return new Observation(
                activity.phase(),
                activity.turn(),
                last == null ? null : last.turn(),
                activity.phase() == SessionPhase.FAILED
                        && last != null
                        && last.reason() == StopReason.FAILED
                        && last.at().equals(activity.since()),
                new HostText(activity.detail(), activity.says()),
                queued,
                !open.isEmpty(),
                open.stream().anyMatch(HostRunSessions::isAboutBudget),
                open.stream()
                        .map(OpenPending::pending)
                        .flatMap(pending -> asked(pending).stream())
                        .toList());
    }

    private static Optional<Asked> asked(Pending pending) {
        return pending.plainCommand()
                .flatMap(command -> pending.option(PendingOption.Kind.ALLOW_ONCE)
                        .map(option -> new Asked(pending.pendingId(), command, option)));
    }

    private static boolean isAboutBudget(OpenPending open) {
        HostQuestion host = open.pending().host();
        return host != null && host.asker().startsWith(UsageRecorder.ASKER + "/");
    }

    @Override
    public Optional<Long> queued(SessionId sessionId, Set<RequestId> causes) {
        return sessions.feed(sessionId)
                .flatMap(feed -> feed.readState(() -> false))
                .flatMap(state -> state.queue().stream()
                        .filter(prompt -> causes.contains(prompt.cause().requestId()))
                        .map(QueuedPrompt::queueId)
                        .findFirst());
    }

    @Override
    public List<EndedTurn> endedTurns(SessionId sessionId, @Nullable TurnId after) {
        return sessions.feed(sessionId)
                .flatMap(feed -> feed.readState(() -> false))
                .map(state -> endedTurns(state, after == null ? 0 : after.started()))
                .orElse(List.of());
    }

    private static List<EndedTurn> endedTurns(SessionState state, long after) {
        List<EndedTurn> ended = new ArrayList<>();
        RequestId cause = null;
        String message = "";
        for (Item item : state.transcript().items()) {
            if (item instanceof Item.UserItem user) {
                Cause by = user.cause();
                cause = by == null ? null : by.requestId();
                message = "";
            } else if (item instanceof Item.MessageItem text) {
                message = text.text().toString();
            } else if (item instanceof Item.TurnEndItem end) {
                if (end.turn().started() > after) {
                    ended.add(new EndedTurn(
                            end.turn(),
                            end.reason(),
                            new HostText(end.text(), end.says()),
                            message,
                            cause,
                            end.durationMillis(),
                            end.at()));
                }
                message = "";
                cause = null;
            }
        }
        return ended;
    }
}

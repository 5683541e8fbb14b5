package dev.pilothouse.desktop.schedule;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sessions of a host in memory. As on a host, a request that is repeated has the outcome of the first. */
final class FakeScheduledSessions implements ScheduledSessions {
    final Map<SessionId, SessionSummary> all = new LinkedHashMap<>();
    final List<Intent> intents = new ArrayList<>();
    final List<SessionId> removedWorktrees = new ArrayList<>();
    private final Map<RequestId, IntentResult> outcomes = new HashMap<>();
    private final List<Runnable> replies = new ArrayList<>();
    private final Clock clock;
    boolean maySteer = true;
    boolean repliesLater;
    /** Refuses everything, as a host that ends. */
    boolean ending;

    HostText refusal = HostText.NONE;
    Optional<HostText> unknown = Optional.empty();
    Optional<HostText> usedUp = Optional.empty();

    FakeScheduledSessions(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean maySteer(DeviceId deviceId) {
        return maySteer;
    }

    @Override
    public Optional<HostText> unknown(AgentId agentId) {
        return unknown;
    }

    @Override
    public void submit(Intent intent, Cause cause, Consumer<IntentResult> reply) {
        if (ending) {
            reply.accept(new IntentResult.Refused(
                    cause.requestId(), ErrorCode.SHUTTING_DOWN, HostText.of(HostTextCode.HOST_SHUTTING_DOWN)));
            return;
        }
        IntentResult result = outcomes.computeIfAbsent(cause.requestId(), id -> execute(intent, id));
        if (repliesLater) {
            replies.add(() -> reply.accept(result));
        } else {
            reply.accept(result);
        }
    }

    void reply() {
        List<Runnable> due = List.copyOf(replies);
        replies.clear();
        due.forEach(Runnable::run);
    }

    private IntentResult execute(Intent intent, RequestId id) {
        intents.add(intent);
        if (intent instanceof Intent.CreateSession create) {
            if (!refusal.isEmpty()) {
                return new IntentResult.Refused(id, ErrorCode.BAD_REQUEST, refusal);
            }
            SessionId sessionId = new SessionId("s" + (all.size() + 1));
            all.put(sessionId, summary(sessionId, create.cwd()));
            return new IntentResult.Accepted(id, IntentResult.Outcome.ACCEPTED, sessionId, 1);
        }
        SessionId sessionId = intent.target().orElseThrow();
        if (intent instanceof Intent.RenameSession rename) {
            change(sessionId, old -> with(old, rename.name(), old.activity(), old.lastTurn(), old.organisation()));
        } else if (intent instanceof Intent.Organise organise) {
            Organisation before = all.get(sessionId).organisation();
            String group = organise.group();
            Boolean archived = organise.archived();
            Organisation after = new Organisation(
                    before.pinned(),
                    archived == null ? before.archived() : archived,
                    group == null ? before.group() : group);
            change(sessionId, old -> with(old, old.name(), old.activity(), old.lastTurn(), after));
        } else if (intent instanceof Intent.CloseSession) {
            phase(sessionId, SessionPhase.GONE);
        } else if (intent instanceof Intent.Cancel) {
            end(sessionId, StopReason.CANCELLED);
        }
        return new IntentResult.Accepted(id, IntentResult.Outcome.ACCEPTED, sessionId, 2);
    }

    void change(SessionId sessionId, java.util.function.UnaryOperator<SessionSummary> change) {
        all.computeIfPresent(sessionId, (id, old) -> change.apply(old));
    }

    void phase(SessionId sessionId, SessionPhase phase) {
        change(sessionId, old -> with(old, old.name(), activity(phase, null), old.lastTurn(), old.organisation()));
    }

    void pin(SessionId sessionId) {
        change(
                sessionId,
                old -> with(old, old.name(), old.activity(), old.lastTurn(), new Organisation(true, false, "")));
    }

    void end(SessionId sessionId, StopReason reason) {
        change(
                sessionId,
                old -> with(
                        old,
                        old.name(),
                        activity(SessionPhase.IDLE, null),
                        new LastTurn(new TurnId(2), 3, clock.instant(), reason),
                        old.organisation()));
    }

    SessionId newest() {
        return new SessionId("s" + all.size());
    }

    private Activity activity(SessionPhase phase, TurnId turn) {
        return new Activity(phase, turn, null, LastEvent.NOTHING, "detail", null, clock.instant());
    }

    private SessionSummary summary(SessionId sessionId, String cwd) {
        return new SessionSummary(
                sessionId,
                "new",
                new AgentId("demo"),
                "Demo",
                "",
                cwd,
                "",
                "",
                activity(SessionPhase.WORKING, new TurnId(2)),
                WatchLabel.NONE,
                null,
                2,
                List.of(),
                null,
                "",
                "",
                List.of(),
                0,
                List.of(),
                0,
                Organisation.NONE,
                clock.instant(),
                clock.instant());
    }

    private static SessionSummary with(
            SessionSummary old, String name, Activity activity, LastTurn turn, Organisation organisation) {
        return new SessionSummary(
                old.sessionId(),
                name,
                old.agentId(),
                old.agentName(),
                "",
                old.cwd(),
                "",
                "",
                activity,
                WatchLabel.NONE,
                null,
                2,
                List.of(),
                turn,
                "",
                "",
                List.of(),
                0,
                List.of(),
                0,
                organisation,
                old.createdAt(),
                old.lastActive());
    }

    @Override
    public Optional<SessionSummary> find(SessionId sessionId) {
        return Optional.ofNullable(all.get(sessionId));
    }

    @Override
    public Optional<HostText> usedUp(String directory) {
        return usedUp;
    }

    @Override
    public void removeWorktree(SessionSummary session, JobId jobId, JobRequest requester) {
        removedWorktrees.add(session.sessionId());
    }

    static HostText money() {
        return HostText.of(HostTextCode.BUDGET_MONEY, "5.00", "USD");
    }
}

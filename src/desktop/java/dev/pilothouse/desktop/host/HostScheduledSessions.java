package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.AuditActions;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.catalog.AgentCatalog;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.journal.AuditLog;
import dev.pilothouse.desktop.pairing.DeviceRegistry;
import dev.pilothouse.desktop.schedule.ScheduledSessions;
import dev.pilothouse.desktop.usage.UsageBudgets;
import dev.pilothouse.desktop.worktree.WorktreeService;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Connects the schedules with the parts of the host. Owns none of them. Thread-safe. */
record HostScheduledSessions(
        SessionRegistry sessions,
        AgentCatalog catalog,
        DeviceRegistry devices,
        UsageBudgets budgets,
        WorktreeService worktrees,
        AuditLog audit)
        implements ScheduledSessions {

    @Override
    public boolean maySteer(DeviceId deviceId) {
        return devices.covers(deviceId, Scope.STEER);
    }

    @Override
    public void submit(Intent intent, Cause cause, Consumer<IntentResult> reply) {
        sessions.submit(new Submission(
                intent,
                cause,
                needed -> devices.covers(cause.deviceId(), needed),
                reply,
                accepted -> audit.add(
                        AuditActions.of(intent),
                        cause.deviceId(),
                        cause.deviceName(),
                        AuditActions.about(intent, Objects.requireNonNull(accepted.sessionId())),
                        "")));
    }

    @Override
    public Optional<HostText> unknown(AgentId agentId) {
        return catalog.unknown(agentId);
    }

    @Override
    public Optional<SessionSummary> find(SessionId sessionId) {
        return sessions.feed(sessionId).map(feed -> feed.head().summary());
    }

    @Override
    public Optional<HostText> usedUp(String directory) {
        try {
            String project = WorkingTree.containing(Path.of(directory))
                    .map(tree -> tree.mainCheckout().toString())
                    .orElse(directory);
            return budgets.usedUp(project);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public void removeWorktree(SessionSummary session, JobId jobId, JobRequest requester) {
        worktrees.removeIfClean(session, jobId, requester);
    }
}

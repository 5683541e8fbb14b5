package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.PermissionModeDetector;
import dev.pilothouse.desktop.goal.GoalSessions;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.worktree.WorktreeService;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Offer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** The sessions of the host, as its goals see them. Stateless; any thread. */
final class HostGoalSessions implements GoalSessions {
    private final SessionRegistry sessions;
    private final AgentLauncher agents;
    private final WorktreeService worktrees;
    private final Predicate<SessionId> taken;

    /** @param taken whether a session belongs to a run */
    HostGoalSessions(
            SessionRegistry sessions, AgentLauncher agents, WorktreeService worktrees, Predicate<SessionId> taken) {
        this.sessions = sessions;
        this.agents = agents;
        this.worktrees = worktrees;
        this.taken = taken;
    }

    @Override
    public Optional<SessionSummary> find(SessionId sessionId) {
        return sessions.feed(sessionId)
                .map(SessionFeed::head)
                .filter(SessionFeed.Head::isKnown)
                .map(SessionFeed.Head::summary);
    }

    @Override
    public Optional<Path> directory(SessionId sessionId) {
        return HostRepositories.directory(sessions::feed, agents, sessionId);
    }

    @Override
    public boolean isTaken(SessionId sessionId) {
        return taken.test(sessionId);
    }

    @Override
    public Optional<String> unattended(SessionId sessionId) {
        Optional<SessionFeed> feed = sessions.feed(sessionId);
        Optional<String> found =
                feed.flatMap(each -> each.readState(() -> false)).flatMap(HostGoalSessions::unattended);
        return found.isPresent() ? found : feed.flatMap(HostGoalSessions::wanted);
    }

    private static Optional<String> unattended(SessionState state) {
        Offer offer = state.offer();
        boolean free = offer.modes().stream()
                .anyMatch(mode -> mode.modeId().equals(offer.modeId()) && PermissionModeDetector.skipsQuestions(mode));
        return free
                ? Optional.of(offer.modeName())
                : offer.options().stream()
                        .filter(PermissionModeDetector::switchesQuestionsOff)
                        .map(AgentOption::name)
                        .findFirst();
    }

    /** The mode of a new session whose agent has not told its modes yet. */
    private static Optional<String> wanted(SessionFeed feed) {
        boolean told = feed.head() instanceof SessionFeed.Loaded loaded
                && !loaded.state().offer().modes().isEmpty();
        return told
                ? Optional.empty()
                : feed.read(0, 1, 1)
                        .flatMap(updates -> updates.stream()
                                .map(update -> update.update())
                                .filter(SessionUpdate.SessionCreated.class::isInstance)
                                .map(update -> ((SessionUpdate.SessionCreated) update)
                                        .wish()
                                        .mode())
                                .filter(mode -> PermissionModeDetector.skipsQuestions(new AgentMode(mode, "", "")))
                                .findFirst());
    }

    @Override
    public boolean isIsolated(SessionId sessionId) {
        return directory(sessionId).isPresent()
                && find(sessionId).filter(worktrees::isAlone).isPresent();
    }
}

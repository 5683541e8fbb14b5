package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStateReader;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The actions on a session from outside of its conversation. Each action is sent to the session's host. A refusal is
 * shown as a notice.
 *
 * <p>Owns at most one {@link SessionStateReader}. Confined to the FX thread. Ends with the shell.
 */
public final class SessionActions {
    private final Hosts hosts;
    private final Executor fx;
    private final UndoSupport undoable;
    private final Outside outside;
    private final Runnable changed;
    /** Sessions whose next change is the effect of an action of the person. */
    private final Set<SessionKey> acted = new HashSet<>();

    private @Nullable SessionStateReader glance;

    /** The list's access to the rest of the app. Called on the FX thread. */
    public interface Outside {
        /** Shows a sentence to the person. */
        void notice(String text);

        /** Shows a session. */
        void open(SessionKey key);

        /** Stores a draft for a session. */
        void draft(SessionKey key, String text);

        /** Closes a session that is about to be deleted. */
        void close(SessionKey key);
    }

    /** @param changed requests that the list is drawn again */
    SessionActions(Hosts hosts, Executor fx, UndoSupport undoable, Outside outside, Runnable changed) {
        this.hosts = hosts;
        this.fx = fx;
        this.undoable = undoable;
        this.outside = outside;
        this.changed = changed;
    }

    private Optional<HostLink> link(SessionKey key) {
        return hosts.links().stream()
                .filter(link -> link.hostId().equals(key.hostId()))
                .findFirst();
    }

    /** Whether the session's host is connected. */
    boolean isLive(SessionKey key) {
        return link(key)
                .filter(link -> link.reader().host().connection() instanceof ConnectionState.Live)
                .isPresent();
    }

    Optional<SessionSummary> summary(SessionKey key) {
        return link(key)
                .flatMap(link -> link.reader().host().sessions().stream()
                        .filter(session -> session.sessionId().equals(key.sessionId()))
                        .findFirst());
    }

    /** The offers of a session's agent beside the conversation; none before it has a session of its own. */
    AgentSupport offers(SessionKey key) {
        return summary(key)
                .filter(session -> !session.agentSessionId().isEmpty())
                .flatMap(session -> link(key)
                        .flatMap(link -> link.reader().host().agents().stream()
                                .filter(agent -> agent.agentId().equals(session.agentId()))
                                .findFirst()))
                .map(AgentInfo::offers)
                .orElse(AgentSupport.NONE);
    }

    void submit(SessionKey key, Intent intent) {
        submitOne(key, intent, accepted -> {});
    }

    private void submitOne(SessionKey key, Intent intent, Consumer<IntentResult.Accepted> done) {
        submit(key, intent, result -> {
            if (result instanceof IntentResult.Refused refused) {
                outside.notice(HostTexts.text(refused.sentence()));
            } else {
                done.accept((IntentResult.Accepted) result);
            }
        });
    }

    /** Submits an intent and passes its outcome on. */
    void submit(SessionKey key, Intent intent, Consumer<IntentResult> outcome) {
        acted.add(key);
        link(key).ifPresent(link -> link.sessions().submit(intent).thenAcceptAsync(outcome, fx));
    }

    public void onPin(SessionKey key, boolean pinned) {
        submit(key, Intent.Organise.pin(key.sessionId(), pinned));
    }

    /** Archives or unarchives a session. Both can be undone. */
    public void onArchive(SessionKey key, boolean archived) {
        String name = summary(key).map(SessionSummary::name).orElse("");
        submitOne(
                key,
                Intent.Organise.archive(key.sessionId(), archived),
                accepted -> undoable.done(
                        Texts.text(archived ? "sessions.archived" : "sessions.unarchived", name),
                        () -> submit(key, Intent.Organise.archive(key.sessionId(), !archived))));
    }

    /** @param group empty for none */
    public void onGroup(SessionKey key, String group) {
        submit(key, Intent.Organise.group(key.sessionId(), group.strip()));
    }

    /** The groups of the host's sessions, in alphabetical order. */
    public Set<String> groups(SessionKey key) {
        Set<String> groups = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        link(key)
                .ifPresent(link -> link.reader().host().sessions().stream()
                        .map(session -> session.organisation().group())
                        .filter(group -> !group.isEmpty())
                        .forEach(groups::add));
        return groups;
    }

    public void onRename(SessionKey key, String name) {
        if (!name.isBlank()) {
            submit(key, new Intent.RenameSession(key.sessionId(), name.strip()));
        }
    }

    public void onResume(SessionKey key) {
        submit(key, new Intent.ResumeSession(key.sessionId()));
    }

    public void onClose(SessionKey key) {
        submit(key, new Intent.CloseSession(key.sessionId()));
    }

    /** Hides a session at once. Deletes it on the host later, unless the person undoes it in time. */
    public void onDelete(SessionKey key) {
        delete(key, "sessions.deleted", new Intent.DeleteSession(key.sessionId()));
    }

    /** Does the same, and lets the agent delete its session before. */
    public void onDeleteAtAgent(SessionKey key) {
        delete(key, "sessions.deletedAtAgent", new Intent.DeleteSession(key.sessionId(), true));
    }

    private void delete(SessionKey key, String text, Intent.DeleteSession intent) {
        String name = summary(key).map(SessionSummary::name).orElse("");
        undoable.hold(List.of(key), Texts.text(text, name), keys -> delete(key, intent, this::notice), changed);
        leave(key);
        changed.run();
    }

    private void notice(IntentResult result) {
        if (result instanceof IntentResult.Refused refused) {
            outside.notice(HostTexts.text(refused.sentence()));
        }
    }

    /** Closes a session that is about to be deleted. */
    void leave(SessionKey key) {
        outside.close(key);
    }

    /** Deletes a session on its host. It stays hidden until the host's list no longer contains it. */
    void delete(SessionKey key, Consumer<IntentResult> outcome) {
        delete(key, new Intent.DeleteSession(key.sessionId()), outcome);
    }

    private void delete(SessionKey key, Intent.DeleteSession intent, Consumer<IntentResult> outcome) {
        if (link(key).isEmpty()) {
            undoable.release(key);
            return;
        }
        submit(key, intent, result -> {
            if (result instanceof IntentResult.Refused) {
                undoable.release(key);
                changed.run();
            }
            outcome.accept(result);
        });
    }

    /** Whether the change of a session is the first one after an action on it from here. */
    boolean hasActedOn(SessionKey key) {
        return acted.remove(key);
    }

    /** Cancels everything that is pending, including deletions that could still be undone. */
    void close() {
        undoable.close();
        if (glance != null) {
            glance.close();
        }
    }

    public void onUndo() {
        undoable.undo();
    }

    /** Hides the offer to undo. */
    public void onUndoRead() {
        undoable.dismiss();
    }

    /** Creates a new session with the same agent, directory, mode and model. */
    public void onDuplicate(SessionKey key) {
        again(key, state -> "");
    }

    /** Does the same, with a draft that describes the old session to the new agent. */
    public void onContinue(SessionKey key) {
        again(key, HandoffDraft::of);
    }

    /** Creates a session that begins with the context of this one, which stays as it is. */
    public void onFork(SessionKey key) {
        read(key, state -> fork(key, state));
    }

    private void fork(SessionKey key, SessionState state) {
        SessionInfo info = Objects.requireNonNull(state.info());
        submitOne(
                key,
                new Intent.CreateSession(
                        info.agentId(),
                        info.cwd(),
                        text(state.offer().modeId()),
                        text(state.offer().modelId()),
                        null,
                        null,
                        null,
                        text(info.profile().name()),
                        key.sessionId()),
                accepted -> made(new SessionKey(key.hostId(), Objects.requireNonNull(accepted.sessionId())), ""));
    }

    private void again(SessionKey key, Function<SessionState, String> draft) {
        read(key, state -> again(key, state, draft.apply(state)));
    }

    private void read(SessionKey key, Consumer<SessionState> then) {
        if (glance != null) {
            glance.close();
        }
        link(key).ifPresent(link -> glance = SessionStateReader.at(hosts, link, key.sessionId(), fx, then));
    }

    private void again(SessionKey key, SessionState state, String draft) {
        SessionInfo info = Objects.requireNonNull(state.info());
        submitOne(
                key,
                new Intent.CreateSession(
                        info.agentId(),
                        info.cwd(),
                        text(state.offer().modeId()),
                        text(state.offer().modelId()),
                        null),
                accepted -> made(new SessionKey(key.hostId(), Objects.requireNonNull(accepted.sessionId())), draft));
    }

    private static @Nullable String text(String id) {
        return Objects.requireNonNull(id).isEmpty() ? null : id;
    }

    private void made(SessionKey key, String draft) {
        if (!draft.isEmpty()) {
            outside.draft(key, draft);
        }
        outside.open(key);
    }
}

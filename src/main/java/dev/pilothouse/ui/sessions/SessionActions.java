package dev.pilothouse.ui.sessions;

import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStateReader;
import dev.pilothouse.ui.text.Texts;
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

    private Optional<SessionSummary> summary(SessionKey key) {
        return link(key)
                .flatMap(link -> link.reader().host().sessions().stream()
                        .filter(session -> session.sessionId().equals(key.sessionId()))
                        .findFirst());
    }

    private void submit(SessionKey key, Intent intent) {
        submit(key, intent, accepted -> {});
    }

    private void submit(SessionKey key, Intent intent, Consumer<IntentResult.Accepted> done) {
        link(key)
                .ifPresent(link -> link.sessions()
                        .submit(intent)
                        .thenAcceptAsync(
                                result -> {
                                    if (result instanceof IntentResult.Refused refused) {
                                        outside.notice(refused.text());
                                    } else {
                                        done.accept((IntentResult.Accepted) result);
                                    }
                                },
                                fx));
    }

    public void onPin(SessionKey key, boolean pinned) {
        submit(key, Intent.Organise.pin(key.sessionId(), pinned));
    }

    /** Archives or unarchives a session. Both can be undone. */
    public void onArchive(SessionKey key, boolean archived) {
        String name = summary(key).map(SessionSummary::name).orElse("");
        submit(
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
        String name = summary(key).map(SessionSummary::name).orElse("");
        undoable.hold(key, Texts.text("sessions.deleted", name), () -> delete(key), changed);
        outside.close(key);
        changed.run();
    }

    private void delete(SessionKey key) {
        Optional<HostLink> link = link(key);
        if (link.isEmpty()) {
            undoable.release(key);
            return;
        }
        link.get()
                .sessions()
                .submit(new Intent.DeleteSession(key.sessionId()))
                .thenAcceptAsync(
                        result -> {
                            // A deleted session stays hidden until the host's list no longer contains it.
                            if (result instanceof IntentResult.Refused refused) {
                                undoable.release(key);
                                outside.notice(refused.text());
                                changed.run();
                            }
                        },
                        fx);
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

    private void again(SessionKey key, Function<SessionState, String> draft) {
        if (glance != null) {
            glance.close();
        }
        link(key)
                .ifPresent(link -> glance = SessionStateReader.at(
                        hosts, link, key.sessionId(), fx, state -> again(key, state, draft.apply(state))));
    }

    private void again(SessionKey key, SessionState state, String draft) {
        SessionInfo info = Objects.requireNonNull(state.info());
        submit(
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

package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Accepts and rejects the changes of a session: a file or a hunk is staged, unstaged, or put back to what it is compared
 * with. Confined to the FX thread. Ends with its sheet.
 */
public final class RejectPresenter {
    private final HostLink link;
    private final SessionId sessionId;
    private final ChangesPresenter changes;
    private final Executor fx;
    private final Consumer<String> undo;
    private final ReadOnlyObjectWrapper<Outcome> outcome = new ReadOnlyObjectWrapper<>(this, "outcome", Outcome.NONE);
    private @Nullable JobId sent;

    /**
     * The last thing that was done. Immutable.
     *
     * @param text empty if there is nothing to show
     * @param actionKey the key of the text of a button; empty without one
     */
    public record Outcome(String text, String actionKey, Runnable action) {
        static final Outcome NONE = new Outcome("", "", () -> {});
    }

    /** @param undo shows what bringing a snapshot back would change, and asks */
    public RejectPresenter(
            HostLink link, SessionId sessionId, ChangesPresenter changes, Executor fx, Consumer<String> undo) {
        this.link = link;
        this.sessionId = sessionId;
        this.changes = changes;
        this.fx = fx;
        this.undo = undo;
    }

    public ReadOnlyObjectProperty<Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /**
     * Whether this device may change files. A file that is compared with what the person saw has more changes than the
     * shown ones, so it is neither rejected nor staged.
     */
    public boolean isOffered() {
        return link.reader().host().scope().covers(Scope.STEER) && !changes.isComparedWithSeen();
    }

    /** Whether changes are compared with the last commit, so that they can be staged. */
    public boolean mayStage() {
        return changes.target() == ComparisonTarget.HEAD;
    }

    private void say(String text) {
        outcome.set(new Outcome(text, "", () -> {}));
    }

    /** Puts a file or a hunk back. @param hunk null for the whole file */
    public void onReject(ChangedFile file, @Nullable HunkMark hunk) {
        reject(changes.target(), FileMark.of(file), hunk, false);
    }

    private void reject(ComparisonTarget against, FileMark file, @Nullable HunkMark hunk, boolean afterTurn) {
        say(Texts.text("changes.rejecting", file.path()));
        link.host()
                .reject(sessionId, against, file, hunk, afterTurn)
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Value<JobId> value) {
                                sent = value.value();
                                render();
                            } else {
                                Reply.Refused<JobId> refused = (Reply.Refused<JobId>) reply;
                                boolean works =
                                        refused.sentence().code().word().equals(HostTextCode.AGENT_WORKS_HERE.word());
                                outcome.set(new Outcome(
                                        HostTexts.text(refused.sentence()),
                                        works ? "changes.afterTurn" : "",
                                        () -> reject(against, file, hunk, true)));
                            }
                        },
                        fx);
    }

    /** Stages or unstages a file or a hunk. @param hunk null for the whole file */
    public void onStage(ChangedFile file, @Nullable HunkMark hunk, boolean staged) {
        link.host()
                .stage(sessionId, staged, List.of(FileMark.of(file)), hunk)
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Refused<CommitState> refused) {
                                outcome.set(new Outcome(
                                        HostTexts.text(refused.sentence()),
                                        "changes.retry",
                                        () -> onStage(file, hunk, staged)));
                            } else {
                                say(Texts.text(staged ? "changes.staged" : "changes.unstaged", file.path()));
                            }
                        },
                        fx);
    }

    /** The host has changed. */
    public void render() {
        link.reader().host().jobs().stream()
                .filter(job -> job.jobId().equals(sent))
                .findFirst()
                .ifPresent(this::show);
    }

    private void show(Job job) {
        String text = HostTexts.text(job.status().sentence());
        if (!job.state().isOver()) {
            if (!text.isEmpty()) {
                outcome.set(new Outcome(text, "action.cancel", () -> link.host().cancelJob(job.jobId())));
            }
            return;
        }
        sent = null;
        String snapshot = job.status().evidence().getOrDefault("snapshot", "");
        boolean done = job.state() == JobState.DONE && !snapshot.isEmpty();
        outcome.set(new Outcome(text, done ? "action.undo" : "", () -> undo.accept(snapshot)));
        changes.onReload();
    }
}

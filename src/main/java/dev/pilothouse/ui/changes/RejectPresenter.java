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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** The number of outcomes that are shown. */
    static final int MAX_OUTCOMES = 3;

    /** Staging has one outcome, the last one. */
    private static final String STAGING = "staging";

    private final HostLink link;
    private final SessionId sessionId;
    private final ChangesPresenter changes;
    private final Executor fx;
    private final Consumer<String> undo;
    private final ReadOnlyObjectWrapper<List<Outcome>> outcomes =
            new ReadOnlyObjectWrapper<>(this, "outcomes", List.of());
    /** By what was done, the oldest first. */
    private final Map<Object, Outcome> shown = new LinkedHashMap<>();
    /** The jobs that are not over, with what they do. */
    private final Map<JobId, Object> sent = new LinkedHashMap<>();

    /**
     * Something that was done. Immutable.
     *
     * @param actionKey the key of the text of a button; empty without one
     */
    public record Outcome(String text, String actionKey, Runnable action) {}

    /** @param undo shows what bringing a snapshot back would change, and asks */
    public RejectPresenter(
            HostLink link, SessionId sessionId, ChangesPresenter changes, Executor fx, Consumer<String> undo) {
        this.link = link;
        this.sessionId = sessionId;
        this.changes = changes;
        this.fx = fx;
        this.undo = undo;
    }

    /** The last things that were done, the newest last. */
    public ReadOnlyObjectProperty<List<Outcome>> outcomesProperty() {
        return outcomes.getReadOnlyProperty();
    }

    /**
     * Whether this device may change files. A file that is compared with what the person saw has more changes than the
     * shown ones, so it is neither rejected nor staged.
     */
    public boolean isOffered() {
        return link.reader().host().scope().covers(Scope.STEER)
                && !changes.isComparedWithSeen()
                && !changes.isBetween();
    }

    /** Whether changes are compared with the last commit, so that they can be staged. */
    public boolean mayStage() {
        return changes.target() == ComparisonTarget.HEAD;
    }

    private void show(Object deed, String text) {
        show(deed, new Outcome(text, "", () -> {}));
    }

    private void show(Object deed, Outcome outcome) {
        shown.put(deed, outcome);
        if (shown.size() > MAX_OUTCOMES) {
            shown.remove(shown.keySet().iterator().next());
        }
        outcomes.set(List.copyOf(shown.values()));
    }

    /** Puts a file or a hunk back. @param hunk null for the whole file */
    public void onReject(ChangedFile file, @Nullable HunkMark hunk) {
        reject(new Object(), changes.target(), FileMark.of(file), hunk, false);
    }

    private void reject(
            Object deed, ComparisonTarget against, FileMark file, @Nullable HunkMark hunk, boolean afterTurn) {
        show(deed, Texts.text("changes.rejecting", file.path()));
        link.host()
                .reject(sessionId, against, file, hunk, afterTurn)
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Value<JobId> value) {
                                sent.put(value.value(), deed);
                                render();
                            } else {
                                Reply.Refused<JobId> refused = (Reply.Refused<JobId>) reply;
                                boolean works =
                                        refused.sentence().code().word().equals(HostTextCode.AGENT_WORKS_HERE.word());
                                show(
                                        deed,
                                        new Outcome(
                                                HostTexts.text(refused.sentence()),
                                                works ? "changes.afterTurn" : "",
                                                () -> reject(deed, against, file, hunk, true)));
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
                                show(
                                        STAGING,
                                        new Outcome(
                                                HostTexts.text(refused.sentence()),
                                                "changes.retry",
                                                () -> onStage(file, hunk, staged)));
                            } else {
                                show(STAGING, Texts.text(staged ? "changes.staged" : "changes.unstaged", file.path()));
                            }
                        },
                        fx);
    }

    /** The host has changed. */
    public void render() {
        List<Job> mine = link.reader().host().jobs().stream()
                .filter(job -> sent.containsKey(job.jobId()))
                .toList();
        mine.forEach(this::show);
        if (mine.stream().anyMatch(job -> job.state().isOver())) {
            changes.onReload();
        }
    }

    private void show(Job job) {
        String text = HostTexts.text(job.status().sentence());
        Object deed = sent.get(job.jobId());
        if (deed == null) {
            return;
        }
        if (!job.state().isOver()) {
            if (!text.isEmpty()) {
                show(deed, new Outcome(text, "action.cancel", () -> link.host().cancelJob(job.jobId())));
            }
            return;
        }
        sent.remove(job.jobId());
        String snapshot = job.status().evidence().getOrDefault("snapshot", "");
        boolean done = job.state() == JobState.DONE && !snapshot.isEmpty();
        show(deed, new Outcome(text, done ? "action.undo" : "", () -> undo.accept(snapshot)));
    }
}

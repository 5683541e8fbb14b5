package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The actions on all selected sessions. Each action is sent for those sessions to which it applies. Its result is one
 * line, which changes as the hosts answer.
 *
 * <p>Owns nothing. Confined to the FX thread. Ends with the shell.
 */
public final class SelectionActions {
    private static final int REASONS = 2;

    private final SessionActions actions;
    private final SessionSelection selection;
    private final Function<SessionKey, SessionRow.@Nullable Entry> entries;
    private final UndoSupport undoable;
    private final Runnable changed;

    /**
     * @param entries returns a session as it is drawn
     * @param changed requests that the list is drawn again
     */
    SelectionActions(
            SessionActions actions,
            SessionSelection selection,
            Function<SessionKey, SessionRow.@Nullable Entry> entries,
            UndoSupport undoable,
            Runnable changed) {
        this.actions = actions;
        this.selection = selection;
        this.entries = entries;
        this.undoable = undoable;
        this.changed = changed;
    }

    /** The number of selected sessions to which an action applies. */
    int count(SelectionAction action) {
        return targets(action).size();
    }

    private List<SessionKey> targets(SelectionAction action) {
        return selection.listed().stream()
                .filter(selection::contains)
                .filter(key -> appliesTo(action, key))
                .toList();
    }

    private boolean appliesTo(SelectionAction action, SessionKey key) {
        SessionRow.Entry entry = entries.apply(key);
        if (entry == null || !entry.maySteer()) {
            return false;
        }
        return switch (action) {
            case ARCHIVE -> !entry.archived();
            case UNARCHIVE -> entry.archived();
            case STOP -> turn(key).isPresent();
            case END -> entry.mayEnd();
            case PROMPT, DELETE -> true;
        };
    }

    private Optional<TurnId> turn(SessionKey key) {
        return actions.summary(key)
                .map(SessionSummary::activity)
                .flatMap(activity -> Optional.ofNullable(activity.turn()));
    }

    /** Archives the selected sessions, or unarchives them if all are archived. */
    void onArchive() {
        run(count(SelectionAction.ARCHIVE) > 0 ? SelectionAction.ARCHIVE : SelectionAction.UNARCHIVE);
    }

    /** Runs an action other than {@link SelectionAction#PROMPT}, and clears the selection. */
    void run(SelectionAction action) {
        List<SessionKey> targets = targets(action);
        if (targets.isEmpty()) {
            return;
        }
        selection.clear();
        switch (action) {
            case ARCHIVE, UNARCHIVE -> {
                boolean archived = action == SelectionAction.ARCHIVE;
                submit(
                        action,
                        targets,
                        key -> Optional.of(Intent.Organise.archive(key.sessionId(), archived)),
                        done -> done.forEach(
                                key -> actions.submit(key, Intent.Organise.archive(key.sessionId(), !archived))));
            }
            case STOP ->
                submit(action, targets, key -> turn(key).map(turn -> new Intent.Cancel(key.sessionId(), turn)), null);
            case END -> submit(action, targets, key -> Optional.of(new Intent.CloseSession(key.sessionId())), null);
            case DELETE -> delete(targets);
            case PROMPT -> throw new IllegalArgumentException("a prompt has a sheet of its own");
        }
    }

    /** The selected sessions to which a prompt can be sent. */
    List<SessionKey> recipients() {
        return targets(SelectionAction.PROMPT);
    }

    private void delete(List<SessionKey> targets) {
        undoable.hold(
                targets,
                Texts.text("selection.done.DELETE", targets.size()),
                keys -> {
                    Tally tally = new Tally(SelectionAction.DELETE, keys.size(), null);
                    keys.forEach(key -> actions.delete(key, result -> {
                        tally.add(key, result);
                        // The line about the deletion is gone by now. Only a refusal is news.
                        if (tally.isComplete() && tally.hasRefusals()) {
                            tally.show();
                        }
                    }));
                },
                changed);
        targets.forEach(actions::leave);
        changed.run();
    }

    /** @param back undoes it for those sessions for which it was done; null if it cannot be undone */
    private void submit(
            SelectionAction action,
            List<SessionKey> targets,
            Function<SessionKey, Optional<Intent>> intent,
            @Nullable Undoing back) {
        Tally tally = new Tally(action, targets.size(), back);
        boolean offline = targets.stream().anyMatch(key -> !actions.isLive(key));
        for (SessionKey key : targets) {
            Optional<Intent> sent = intent.apply(key);
            if (sent.isPresent()) {
                actions.submit(key, sent.get(), result -> {
                    tally.add(key, result);
                    tally.show();
                });
            }
        }
        if (offline && tally.isOpen()) {
            tally.show();
        }
    }

    /** Undoes an action for these sessions. */
    private interface Undoing {
        void undo(Set<SessionKey> done);
    }

    /** Counts the outcomes of one action. */
    private final class Tally {
        private final SelectionAction action;
        private final int all;
        private final @Nullable Undoing back;
        private final Set<SessionKey> done = new LinkedHashSet<>();
        private final Set<String> reasons = new LinkedHashSet<>();
        private int refused;

        Tally(SelectionAction action, int all, @Nullable Undoing back) {
            this.action = action;
            this.all = all;
            this.back = back;
        }

        void add(SessionKey key, IntentResult result) {
            if (result instanceof IntentResult.Refused no) {
                refused++;
                reasons.add(HostTexts.text(no.sentence()));
            } else {
                done.add(key);
            }
        }

        boolean hasRefusals() {
            return refused > 0;
        }

        boolean isOpen() {
            return !isComplete();
        }

        boolean isComplete() {
            return done.size() + refused == all;
        }

        void show() {
            Undoing undoing = back;
            undoable.done(text(), undoing == null || done.isEmpty() ? null : () -> undoing.undo(Set.copyOf(done)));
        }

        private String text() {
            List<String> parts = new ArrayList<>();
            if (!done.isEmpty() || refused == 0 && isComplete()) {
                parts.add(Texts.text("selection.done." + action, done.size()));
            }
            if (!isComplete()) {
                parts.add(Texts.text("selection.unconfirmed", all - done.size() - refused));
            }
            if (refused > 0) {
                String why = String.join(" ", reasons.stream().limit(REASONS).toList());
                parts.add(Texts.text("selection.refused", refused, why));
            }
            return String.join(", ", parts);
        }
    }
}

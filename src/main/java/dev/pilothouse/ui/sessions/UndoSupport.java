package dev.pilothouse.ui.sessions;

import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Actions that can be undone for {@value #SECONDS} seconds. A deletion is delayed and sent to the host only after that
 * time, because the host cannot undo it. If the shell ends earlier, nothing is deleted.
 *
 * <p>Owns the delayed deletions, and the latest action that can be undone. Confined to the FX thread. Ends with the
 * shell.
 */
final class UndoSupport implements AutoCloseable {
    static final int SECONDS = 8;

    private final Lane timers;
    private final Executor fx;
    private final Map<SessionKey, Held> heldSessions = new HashMap<>();
    private final ReadOnlyObjectWrapper<Undo> latest = new ReadOnlyObjectWrapper<>(this, "latest");
    private Cancellable ending = Cancellable.NOTHING;

    /** The delay of sessions that were deleted together. */
    private record Held(Cancellable timer) {}

    /**
     * @param timers runs the timers
     * @param fx runs tasks on the FX thread
     */
    UndoSupport(Lane timers, Executor fx) {
        this.timers = timers;
        this.fx = fx;
    }

    /** The action that can be undone, or null. */
    ReadOnlyObjectProperty<Undo> latestProperty() {
        return latest.getReadOnlyProperty();
    }

    /** Sessions whose deletion is delayed; they must not be shown. */
    Set<SessionKey> heldSessions() {
        return heldSessions.keySet();
    }

    /**
     * Shows the result of an action that is done already.
     *
     * @param back undoes it; null if it cannot be undone
     */
    void done(String text, @Nullable Runnable back) {
        offer(new Undo(text, back));
    }

    /**
     * Runs {@code deed} for these sessions after the delay. If the person undoes it before, {@code back} runs instead.
     */
    void hold(Collection<SessionKey> keys, String text, Consumer<List<SessionKey>> deed, Runnable back) {
        List<SessionKey> fresh =
                keys.stream().filter(key -> !heldSessions.containsKey(key)).toList();
        if (fresh.isEmpty()) {
            return;
        }
        Held held = new Held(schedule(() -> execute(fresh, deed)));
        fresh.forEach(key -> heldSessions.put(key, held));
        offer(new Undo(text, () -> {
            if (heldSessions.values().removeIf(held::equals)) {
                held.timer().cancel();
                back.run();
            }
        }));
    }

    /** The sessions stay hidden until the host's list no longer contains them, or the host refuses. */
    private void execute(List<SessionKey> keys, Consumer<List<SessionKey>> deed) {
        List<SessionKey> due = keys.stream().filter(heldSessions::containsKey).toList();
        if (!due.isEmpty()) {
            deed.accept(due);
        }
    }

    /** Ends the delay, because the session is gone or must be shown again. */
    void release(SessionKey key) {
        Held over = heldSessions.remove(key);
        if (over != null && !heldSessions.containsValue(over)) {
            over.timer().cancel();
        }
    }

    private void offer(Undo undo) {
        ending.cancel();
        latest.set(undo);
        ending = schedule(() -> {
            if (latest.get() == undo) {
                latest.set(null);
            }
        });
    }

    /** Undoes the latest action. */
    void undo() {
        Undo undo = latest.get();
        if (undo != null) {
            ending.cancel();
            latest.set(null);
            Runnable back = undo.back();
            if (back != null) {
                back.run();
            }
        }
    }

    /** Hides the offer. A delayed deletion continues. */
    void dismiss() {
        ending.cancel();
        latest.set(null);
    }

    /** Cancels delayed deletions, because they could no longer be undone. */
    @Override
    public void close() {
        heldSessions.values().forEach(each -> each.timer().cancel());
        heldSessions.clear();
        dismiss();
    }

    private Cancellable schedule(Runnable task) {
        try {
            return timers.schedule(Duration.ofSeconds(SECONDS), () -> fx.execute(task));
        } catch (RejectedExecutionException ending) {
            // The app is ending. A deletion that could not be undone does not run.
            return Cancellable.NOTHING;
        }
    }
}

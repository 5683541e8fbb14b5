package dev.pilothouse.ui.sessions;

import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Deeds that can be taken back for {@value #SECONDS} seconds. A deletion is held here and told to the host only when that
 * time is over: what is deleted there is gone. If the shell ends before, nothing is deleted.
 *
 * <p>Owns the deletions that are held, and the one deed that is offered to be taken back: the latest. Confined to the FX
 * thread; ends with the shell.
 */
final class Undoable implements AutoCloseable {
    static final int SECONDS = 8;

    private final Lane timers;
    private final Executor fx;
    private final Map<SessionKey, Held> held = new HashMap<>();
    private final ReadOnlyObjectWrapper<Undo> latest = new ReadOnlyObjectWrapper<>(this, "latest");
    private Cancellable ending = Cancellable.NOTHING;

    private record Held(Runnable deed, Cancellable timer) {}

    /** @param timers waits. @param fx the way back onto the FX thread */
    Undoable(Lane timers, Executor fx) {
        this.timers = timers;
        this.fx = fx;
    }

    /** What can be taken back now, or null. */
    ReadOnlyObjectProperty<Undo> latestProperty() {
        return latest.getReadOnlyProperty();
    }

    /** Sessions whose deletion is held: they are to be seen nowhere. */
    Set<SessionKey> held() {
        return held.keySet();
    }

    /** Something was done at once; {@code back} does the opposite. */
    void done(String text, Runnable back) {
        offer(new Undo(text, back));
    }

    /** Does {@code deed} when the time is over, unless it is taken back; then {@code back} runs. */
    void hold(SessionKey key, String text, Runnable deed, Runnable back) {
        if (held.containsKey(key)) {
            return;
        }
        held.put(key, new Held(deed, later(() -> carryOut(key))));
        offer(new Undo(text, () -> {
            Held kept = held.remove(key);
            if (kept != null) {
                kept.timer().cancel();
                back.run();
            }
        }));
    }

    private void carryOut(SessionKey key) {
        Held due = held.get(key);
        if (due != null) {
            // It stays hidden until the host's list is without it, or the host has refused.
            due.deed().run();
        }
    }

    /** The session is gone, or is to be seen after all. */
    void release(SessionKey key) {
        Held over = held.remove(key);
        if (over != null) {
            over.timer().cancel();
        }
    }

    private void offer(Undo undo) {
        ending.cancel();
        latest.set(undo);
        ending = later(() -> {
            if (latest.get() == undo) {
                latest.set(null);
            }
        });
    }

    /** The person takes the latest deed back. */
    void undo() {
        Undo undo = latest.get();
        if (undo != null) {
            ending.cancel();
            latest.set(null);
            undo.back().run();
        }
    }

    /** The person has read it. A deletion that is held goes on. */
    void dismiss() {
        ending.cancel();
        latest.set(null);
    }

    /** What is held is not done: nobody could take it back any more. */
    @Override
    public void close() {
        held.values().forEach(each -> each.timer().cancel());
        held.clear();
        dismiss();
    }

    private Cancellable later(Runnable task) {
        try {
            return timers.schedule(Duration.ofSeconds(SECONDS), () -> fx.execute(task));
        } catch (RejectedExecutionException ending) {
            // The app is ending: nothing is done that could not be taken back.
            return Cancellable.NOTHING;
        }
    }
}

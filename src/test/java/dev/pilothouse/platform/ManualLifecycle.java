package dev.pilothouse.platform;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A lifecycle that a test controls, on the test's own thread. */
public final class ManualLifecycle implements AppLifecycle {

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private int quits;

    private record Entry(Observer observer, AtomicBoolean open) {}

    @Override
    public Subscription observe(Observer observer) {
        Entry entry = new Entry(observer, new AtomicBoolean(true));
        entries.add(entry);
        return () -> {
            entry.open().set(false);
            entries.remove(entry);
        };
    }

    @Override
    public void quit() {
        quits++;
    }

    public void pause() {
        tell(Observer::onPaused);
    }

    public void resume() {
        tell(Observer::onResumed);
    }

    public int quits() {
        return quits;
    }

    private void tell(Consumer<Observer> change) {
        for (Entry entry : entries) {
            if (entry.open().get()) {
                change.accept(entry.observer());
            }
        }
    }
}

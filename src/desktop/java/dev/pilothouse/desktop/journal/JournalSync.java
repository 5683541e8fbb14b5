package dev.pilothouse.desktop.journal;

import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs the journals of all sessions on one thread. Everything written while the disk was busy shares the next fsync.
 *
 * <p>Owns the thread {@code journal-sync} and the set of waiting journals, each at most once. Requests may come from
 * any thread. Ends with {@link #close()}, which first serves the waiting journals.
 */
public final class JournalSync implements Syncer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalSync.class);
    private static final long CLOSE_WAIT_MILLIS = 5_000;

    private final Set<Target> waiting = new LinkedHashSet<>();
    private final Thread thread;
    private boolean closed;

    public JournalSync() {
        thread = NamedThreads.create("journal-sync", this::run);
        thread.start();
    }

    @Override
    public void request(Target target) {
        synchronized (waiting) {
            waiting.add(target);
            waiting.notifyAll();
        }
    }

    private void run() {
        while (true) {
            List<Target> batch;
            synchronized (waiting) {
                while (waiting.isEmpty()) {
                    if (closed) {
                        return;
                    }
                    try {
                        waiting.wait();
                    } catch (InterruptedException e) {
                        // No code interrupts this thread. Acks depend on it, so it continues.
                        LOG.debug("journal-sync was interrupted");
                    }
                }
                batch = new ArrayList<>(waiting);
                waiting.clear();
            }
            batch.forEach(JournalSync::sync);
        }
    }

    private static void sync(Target target) {
        try {
            target.sync();
        } catch (IOException e) {
            notifySynced(() -> target.onSyncFailed(e));
            return;
        } catch (RuntimeException e) {
            notifySynced(() -> target.onSyncFailed(new IOException(e)));
            return;
        }
        notifySynced(target::onSynced);
    }

    private static void notifySynced(Runnable outcome) {
        try {
            outcome.run();
        } catch (RuntimeException e) {
            // All other sessions depend on this thread.
            LOG.error("The outcome of an fsync could not be reported", e);
        }
    }

    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.notifyAll();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

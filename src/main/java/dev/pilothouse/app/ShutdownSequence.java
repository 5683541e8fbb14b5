package dev.pilothouse.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes its parts in reverse order. A part that fails to close does not stop the others from closing.
 *
 * <p>Owns the added parts. Any thread may add and close. Ends with the first {@link #close()}; a part that is added
 * later is closed at once.
 */
public final class ShutdownSequence implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShutdownSequence.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes ownership of a part.
     *
     * @return the part
     */
    public <T extends AutoCloseable> T add(T part) {
        synchronized (parts) {
            if (!closed) {
                parts.push(part);
                return part;
            }
        }
        close(part);
        return part;
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable part;
            synchronized (parts) {
                closed = true;
                part = parts.poll();
            }
            if (part == null) {
                return;
            }
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            log.warn("{} did not close cleanly", part.getClass().getSimpleName(), failure);
        }
    }
}

package dev.pilothouse.desktop.process;

import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one child's stdin on a separate thread, so that a child that does not read blocks nothing else. Owns the
 * stream and has exclusive access to it. The queue is bounded by bytes: past the bound a line is refused, except that
 * an empty queue takes one line of any size. Any thread may call it. Ends when stdin is closed, when the child no
 * longer reads, or with {@link #abandon()}.
 */
final class StdinWriter {
    static final int DEFAULT_BOUND = 32 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(StdinWriter.class);

    private final OutputStream stream;
    private final int bound;
    private final Thread thread;
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private long queued;
    private boolean closing;

    StdinWriter(OutputStream stream, int bound, String threadName) {
        this.stream = stream;
        this.bound = bound;
        this.thread = NamedThreads.create(threadName, this::run);
    }

    void start() {
        thread.start();
    }

    /** Queues bytes. Never blocks. */
    synchronized WriteResult offer(byte[] bytes) {
        if (closing) {
            return WriteResult.CLOSED;
        }
        if (queued > 0 && queued + bytes.length > bound) {
            return WriteResult.FULL;
        }
        queue.addLast(bytes);
        queued += bytes.length;
        notifyAll();
        return WriteResult.ACCEPTED;
    }

    /** Accepts nothing more, and closes stdin once the queue is written. Never blocks. */
    synchronized void close() {
        closing = true;
        notifyAll();
    }

    /** Like {@link #close()}, but drops the queue, because there is no reader left. Never blocks. */
    synchronized void abandon() {
        queue.clear();
        queued = 0;
        close();
    }

    private void run() {
        try (stream) {
            for (Optional<byte[]> next = take(); next.isPresent(); next = take()) {
                stream.write(next.get());
                // Flush each line: a reply that stays in a buffer is a deadlock.
                stream.flush();
                written(next.get().length);
            }
        } catch (IOException broken) {
            log.debug("stdin of a child broke: {}", broken.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            abandon();
        }
    }

    private synchronized Optional<byte[]> take() throws InterruptedException {
        while (queue.isEmpty() && !closing) {
            wait();
        }
        return Optional.ofNullable(queue.pollFirst());
    }

    private synchronized void written(int count) {
        queued = Math.max(0, queued - count);
    }
}

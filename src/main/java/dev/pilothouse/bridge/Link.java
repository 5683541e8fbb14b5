package dev.pilothouse.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Lane;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection attempt, from {@link #open} until it is lost or closed. Moves the transport's events from its reader
 * thread to the client-state lane, in order. Blocks the reader while {@value #AHEAD} messages are unhandled. Drops
 * messages that arrive after {@link #close()}.
 *
 * <p>Owns the transport. The transport calls {@link Transport.Listener}; all other methods are confined to the lane.
 */
final class Link implements Transport.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int AHEAD = 64;

    /** Called on the lane. */
    interface Events {
        void opened(Link link, String pairingCode);

        void received(Link link, HostMessage message);

        void onLost(Link link, HostText reason);
    }

    private final Lane lane;
    private final Events events;
    private final LongSupplier ticker;
    private final Semaphore ahead = new Semaphore(AHEAD);
    private final AtomicLong received = new AtomicLong();
    private @Nullable Transport transport;
    private volatile boolean closed;
    private volatile long lastReceivedAt;

    Link(Lane lane, LongSupplier ticker, Events events) {
        this.lane = lane;
        this.ticker = ticker;
        this.events = events;
        this.lastReceivedAt = ticker.getAsLong();
    }

    /** Starts the attempt; the events report its outcome. */
    void open(Transport.Connector connector) {
        transport = connector.connect(this);
    }

    /** Time of the last message, taken on the reader thread, so that a slow lane does not look like a silent host. */
    long lastReceivedAt() {
        return lastReceivedAt;
    }

    /** Number of messages received. */
    long received() {
        return received.get();
    }

    /** @return false if the transport rejects the message, which means that the link is broken */
    boolean send(ClientMessage message) {
        return !closed && transport != null && transport.send(message) instanceof Transport.SendResult.Sent;
    }

    @Override
    public void onOpen(String pairingCode) {
        lastReceivedAt = ticker.getAsLong();
        runGuarded(() -> events.opened(this, pairingCode));
    }

    @Override
    public void onMessage(HostMessage message) throws InterruptedException {
        lastReceivedAt = ticker.getAsLong();
        received.incrementAndGet();
        ahead.acquire();
        execute(() -> {
            ahead.release();
            events.received(this, message);
        });
    }

    @Override
    public void onLost(HostText reason) {
        runGuarded(() -> events.onLost(this, reason));
    }

    /** Delivers even on an interrupted thread: without the end event the client would not reconnect. */
    private void runGuarded(Runnable task) {
        boolean interrupted = Thread.interrupted();
        try {
            execute(task);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(Runnable task) throws InterruptedException {
        if (closed) {
            return;
        }
        try {
            lane.put(() -> {
                if (!closed) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("A message came after its client's lane had closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        // Releases a blocked reader, which then sees that the link is closed.
        ahead.release(AHEAD);
        if (transport != null) {
            transport.close();
        }
    }
}

package dev.pilothouse.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Lane;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a connection, from {@link #open} until it is lost or closed: moves what the transport says from its
 * reader thread to the client-state lane, in order, and makes the reader wait when {@value #AHEAD} messages have not
 * been handled. What arrives after {@link #close()} is dropped.
 *
 * <p>Owns the transport. {@link Transport.Listener} is called by the transport; all else is confined to the lane.
 */
final class Link implements Transport.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int AHEAD = 64;

    /** Told on the lane. */
    interface Events {
        void opened(Link link, String pairingCode);

        void received(Link link, HostMessage message);

        void lost(Link link, String reason);
    }

    private final Lane lane;
    private final Events events;
    private final LongSupplier nanoTime;
    private final Semaphore ahead = new Semaphore(AHEAD);
    private final AtomicLong heard = new AtomicLong();
    private Transport transport;
    private volatile boolean closed;
    private volatile long heardAt;

    Link(Lane lane, LongSupplier nanoTime, Events events) {
        this.lane = lane;
        this.nanoTime = nanoTime;
        this.events = events;
        this.heardAt = nanoTime.getAsLong();
    }

    /** Starts the attempt; its outcome comes through the events. */
    void open(Transport.Connector connector) {
        transport = connector.connect(this);
    }

    /** When the host was last heard, by the reader's time: a lane that is behind is not a host that is silent. */
    long heardAt() {
        return heardAt;
    }

    /** How many messages have come. */
    long heard() {
        return heard.get();
    }

    /** @return false if the transport does not take it, which means that the link is of no use any more */
    boolean send(ClientMessage message) {
        return !closed && transport != null && transport.send(message) instanceof Transport.SendResult.Sent;
    }

    @Override
    public void onOpen(String pairingCode) {
        heardAt = nanoTime.getAsLong();
        tell(() -> events.opened(this, pairingCode));
    }

    @Override
    public void onMessage(HostMessage message) throws InterruptedException {
        heardAt = nanoTime.getAsLong();
        heard.incrementAndGet();
        ahead.acquire();
        hand(() -> {
            ahead.release();
            events.received(this, message);
        });
    }

    @Override
    public void onLost(String reason) {
        tell(() -> events.lost(this, reason));
    }

    /** Hands over also on a thread that was interrupted: without the end of a link there would be no next one. */
    private void tell(Runnable task) {
        boolean interrupted = Thread.interrupted();
        try {
            hand(task);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(Runnable task) throws InterruptedException {
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
        // A reader that waits must see that it is over.
        ahead.release(AHEAD);
        if (transport != null) {
            transport.close();
        }
    }
}

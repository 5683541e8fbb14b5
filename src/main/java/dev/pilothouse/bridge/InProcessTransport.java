package dev.pilothouse.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a host in the same process. Passes message objects without encoding, and has no queue. Host messages
 * are delivered on the connection's writer thread, which blocks while the client is behind. Client messages go into the
 * host's bounded queue and are refused when it is full.
 *
 * <p>Owns the host's link. {@link #send} and {@link #close()} may be called on any thread. The listener is called on
 * the connecting thread when it opens or fails to open, or on the thread that completes the start of the host, and on
 * the host's writer thread afterwards. Ends with {@link #close()} or with the host.
 */
public final class InProcessTransport implements Transport {

    private final Listener listener;
    /** Holds messages back until {@code onOpen} has returned. */
    private final ReentrantLock turn = new ReentrantLock();

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile LocalBridge.@Nullable Link link;

    private InProcessTransport(Listener listener) {
        this.listener = listener;
    }

    /** Returns a connector to the host. */
    public static Connector to(LocalBridge bridge) {
        return to(CompletableFuture.completedFuture(bridge));
    }

    /**
     * Returns a connector to a host that is starting. An attempt waits for the host.
     *
     * @param starting completes normally; a host that could not start refuses to open a connection
     */
    public static Connector to(CompletionStage<? extends LocalBridge> starting) {
        return listener -> {
            InProcessTransport transport = new InProcessTransport(listener);
            starting.thenAccept(transport::open);
            return transport;
        };
    }

    private void open(LocalBridge bridge) {
        turn.lock();
        try {
            if (over.get()) {
                return;
            }
            LocalBridge.Link opened = bridge.open(new Sink());
            link = opened;
            if (over.get()) {
                // Closed meanwhile, and that did not see the link.
                opened.close();
                return;
            }
            listener.onOpen("");
        } catch (IllegalStateException e) {
            over.set(true);
            listener.onLost(HostText.of(HostTextCode.LINK_LOCAL_CLOSED));
        } finally {
            turn.unlock();
        }
    }

    @Override
    public SendResult send(ClientMessage message) {
        LocalBridge.Link current = link;
        if (current == null || over.get()) {
            return new SendResult.Refused("the connection is not open");
        }
        return current.send(message)
                ? new SendResult.Sent()
                : new SendResult.Refused("the host's queue is full or the connection is closed");
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true) && link != null) {
            link.close();
        }
    }

    private final class Sink implements LocalBridge.Sink {

        @Override
        public void deliver(HostMessage message) throws InterruptedException {
            turn.lockInterruptibly();
            try {
                if (!over.get()) {
                    listener.onMessage(message);
                }
            } finally {
                turn.unlock();
            }
        }

        @Override
        public void closed() {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            turn.lock();
            try {
                listener.onLost(HostText.of(HostTextCode.LINK_LOCAL_ENDED));
            } finally {
                turn.unlock();
            }
        }
    }
}

package dev.pilothouse.desktop.bridge;

import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection without a socket. The client queues messages, and a reader thread passes them to the same code that
 * serves sockets.
 *
 * <p>Owns a queue of {@value #CAPACITY} messages, which rejects messages when it is full, and the reader thread.
 * Thread-safe. Either side ends it with {@link #close()}.
 */
final class LocalConnection implements LocalBridge.Link {
    private static final Logger LOG = LoggerFactory.getLogger(LocalConnection.class);
    private static final int CAPACITY = 256;
    private static final ClientMessage END = new ClientMessage.Unknown("end");

    private final BlockingQueue<ClientMessage> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LocalBridge.Sink client;
    private final Thread reader;
    private final ConnectionAcceptor.Inbound inbound;
    private volatile @Nullable Thread delivering;

    private LocalConnection(
            String name, LocalBridge.Sink client, Function<MessageSink, ConnectionAcceptor.Inbound> door) {
        this.client = client;
        this.reader = NamedThreads.create(name + "-reader", this::read);
        this.inbound = door.apply(new Out());
    }

    static LocalConnection open(
            String name, LocalBridge.Sink client, Function<MessageSink, ConnectionAcceptor.Inbound> door) {
        LocalConnection link = new LocalConnection(name, client, door);
        link.reader.start();
        return link;
    }

    @Override
    public boolean send(ClientMessage message) {
        return !closed.get() && queue.offer(message);
    }

    private void read() {
        try {
            while (!closed.get()) {
                ClientMessage message = queue.take();
                if (message != END) {
                    inbound.receive(message);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} failed on a message; its client has to connect again", reader.getName(), e);
        } finally {
            close();
            inbound.closed();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // Wakes a waiting reader. A full queue has no room for it, but then the reader checks {@code closed} itself. An
        // interrupt could hit the reader while it writes a file.
        queue.offer(END);
        Thread writer = delivering;
        if (writer != null && writer != Thread.currentThread()) {
            writer.interrupt();
        }
        client.closed();
    }

    private final class Out implements MessageSink {
        @Override
        public void deliver(HostMessage message) throws IOException, InterruptedException {
            delivering = Thread.currentThread();
            try {
                if (closed.get()) {
                    throw new IOException("The link is closed");
                }
                client.deliver(message);
            } finally {
                delivering = null;
            }
        }

        @Override
        public void close() {
            LocalConnection.this.close();
        }
    }
}

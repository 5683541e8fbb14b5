package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.InvalidMessageException;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.secure.ChannelException;
import dev.pilothouse.secure.FrameLimits;
import dev.pilothouse.secure.SecureChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection whose handshake has completed. It decrypts incoming messages and encrypts outgoing ones.
 *
 * <p>Owns the channel. From the first message on it also owns a reader thread {@code conn-n-reader}. The socket passes
 * one message at a time to that thread, so a blocked reader applies back-pressure to the peer. The host is notified of
 * the connection when the first message decrypts, because a handshake alone may be a replay. {@link #deliver} is
 * confined to the connection's writer. Ends with {@link #close()}, with the socket, or with the first invalid message.
 */
final class SecureConnection implements MessageSink {
    static final Duration STALL = Duration.ofSeconds(60);

    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;

    private static final Logger LOG = LoggerFactory.getLogger(SecureConnection.class);

    private final String name;
    private final SecureChannel channel;
    private final RawSocket socket;
    private final String address;
    private final ConnectionAcceptor door;
    private final Runnable opened;
    private final Duration stall;
    private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread reader;
    private ConnectionAcceptor.@Nullable Inbound inbound;

    /** @param opened called on the reader thread when the first message was decrypted */
    SecureConnection(
            String name,
            SecureChannel channel,
            RawSocket socket,
            String address,
            ConnectionAcceptor door,
            Runnable opened,
            Duration stall) {
        this.name = name;
        this.channel = channel;
        this.socket = socket;
        this.address = address;
        this.door = door;
        this.opened = opened;
        this.stall = stall;
        this.reader = NamedThreads.create(name + "-reader", this::read);
    }

    /** Receives a message. Called by the socket, which delivers one message per {@link RawSocket#demand()}. */
    void receive(byte[] message) {
        if (closed.get()) {
            socket.demand();
            return;
        }
        if (reader.getState() == Thread.State.NEW) {
            reader.start();
        }
        if (!received.offer(message)) {
            // When a socket breaks, for example during a write, Jetty first delivers messages that it has already read,
            // demanded or not, and then reports the failure. The connection is lost anyway; its client reconnects and
            // resends what was not acknowledged.
            LOG.debug("{} ends: its socket failed while messages were being sent", name);
            close();
        }
    }

    private void read() {
        try {
            while (!closed.get()) {
                take(received.take());
                socket.demand();
            }
        } catch (ChannelException e) {
            LOG.info("{} ends: {}", name, e.getMessage());
            close(PROTOCOL_ERROR);
        } catch (InterruptedException e) {
            // The connection was closed while this thread waited.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} failed on a message; its client has to connect again", name, e);
        } finally {
            close();
            if (inbound != null) {
                inbound.closed();
            }
        }
    }

    private void take(byte[] message) throws ChannelException, InterruptedException {
        Optional<byte[]> frame = channel.opener().open(message);
        if (frame.isEmpty()) {
            return;
        }
        ConnectionAcceptor.Inbound receiver = inbound;
        if (receiver == null) {
            opened.run();
            receiver = door.connected(
                    new ConnectionAcceptor.Peer(channel.remoteKey(), address, channel.comparisonCode()), this);
            inbound = receiver;
        }
        try {
            receiver.receive(BridgeCodec.decodeClient(frame.get()));
        } catch (InvalidMessageException e) {
            receiver.invalid(e);
        } catch (CodecException e) {
            receiver.malformed(e.getMessage());
        }
    }

    @Override
    public void deliver(HostMessage message) throws IOException, InterruptedException {
        deliver(message, () -> BridgeCodec.encode(message));
    }

    @Override
    public void deliver(HostMessage message, Supplier<byte[]> frame) throws IOException, InterruptedException {
        if (message instanceof HostMessage.Welcome) {
            // The limit is raised only now that the device is identified. Otherwise an unknown peer could make the host
            // buffer 8 MiB.
            channel.opener().setLimits(FrameLimits.OPEN);
            // Live updates are below the size at which compression starts; the overview and catch-up batches are above
            // it.
            channel.sealer().setDeflating(true);
        }
        byte[] encoded = frame.get();
        if (encoded.length > FrameLimits.OPEN.maxBytes()) {
            throw new TooLargeException(encoded.length);
        }
        for (byte[] sealed : channel.sealer().seal(encoded)) {
            send(sealed);
        }
    }

    private void send(byte[] sealed) throws IOException, InterruptedException {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        socket.send(sealed, () -> sent.complete(null), sent::completeExceptionally);
        try {
            CompletableFuture.anyOf(sent, ended).get(stall.toMillis(), TimeUnit.MILLISECONDS);
            if (!sent.isDone()) {
                throw new IOException("The connection is closed");
            }
        } catch (ExecutionException e) {
            close();
            throw new IOException("The connection is lost", e.getCause());
        } catch (TimeoutException e) {
            close();
            throw new IOException("The device has not taken a message for " + stall.toSeconds() + " s", e);
        }
    }

    @Override
    public void close() {
        close(NORMAL);
    }

    @Override
    public void cut() {
        close();
        socket.cut();
    }

    private void close(int code) {
        if (closed.compareAndSet(false, true)) {
            channel.close();
            socket.close(code, "");
            ended.complete(null);
            if (Thread.currentThread() != reader) {
                reader.interrupt();
            }
        }
    }
}

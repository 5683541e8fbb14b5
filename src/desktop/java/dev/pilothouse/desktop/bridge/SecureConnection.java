package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.InvalidMessageException;
import dev.pilothouse.secure.ChannelException;
import dev.pilothouse.secure.FrameLimits;
import dev.pilothouse.secure.PublicKey;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection whose handshake has completed: opens what comes, seals what goes.
 *
 * <p>Owns the channel, and a reader thread {@code conn-n-reader} from the first message on, to which the socket hands
 * over one message at a time, so that a reader that is held up holds up the peer. The host hears of the connection with
 * the first message that opens, since a handshake alone may be a replay. {@link #deliver} is for the connection's writer
 * alone. Ends with {@link #close()}, with the socket, or with the first thing that is wrong.
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
    private final BridgeDoor door;
    private final Runnable opened;
    private final Duration stall;
    private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread reader;
    private BridgeDoor.Inbound inbound;

    /** @param opened called on the reader's thread when the first message has opened */
    SecureConnection(
            String name,
            SecureChannel channel,
            RawSocket socket,
            String address,
            BridgeDoor door,
            Runnable opened,
            Duration stall) {
        this.name = name;
        this.channel = channel;
        this.socket = socket;
        this.address = address;
        this.door = door;
        this.opened = opened;
        this.stall = stall;
        this.reader = new Thread(this::read, name + "-reader");
        reader.setDaemon(true);
    }

    PublicKey remoteKey() {
        return channel.remoteKey();
    }

    /** A message arrived. Called by the socket, which gives one more only after it was demanded. */
    void receive(byte[] message) {
        if (closed.get()) {
            socket.demand();
            return;
        }
        if (reader.getState() == Thread.State.NEW) {
            reader.start();
        }
        if (!received.offer(message)) {
            // When a socket breaks, for example at a write, the library first gives out what it has already read,
            // asked for or not, and only then says so. The connection is lost anyhow: its client connects again, and
            // resends what was not acknowledged.
            LOG.debug("{} ends: its socket broke while messages were on their way", name);
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
        if (inbound == null) {
            opened.run();
            inbound = door.connected(new BridgeDoor.Peer(channel.remoteKey(), address, channel.comparisonCode()), this);
        }
        try {
            inbound.receive(BridgeCodec.decodeClient(frame.get()));
        } catch (InvalidMessageException e) {
            inbound.invalid(e);
        } catch (CodecException e) {
            inbound.malformed(e.getMessage());
        }
    }

    @Override
    public void deliver(HostMessage message) throws IOException, InterruptedException {
        deliver(message, () -> BridgeCodec.encode(message));
    }

    @Override
    public void deliver(HostMessage message, Supplier<byte[]> frame) throws IOException, InterruptedException {
        if (message instanceof HostMessage.Welcome) {
            // The device is known now; before, a stranger could make us hold 8 MiB.
            channel.opener().setLimits(FrameLimits.OPEN);
            // Live words are far below the size from which it counts; the overview and what was missed are not.
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

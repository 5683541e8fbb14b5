package dev.pilothouse.desktop.instance;

import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The protocol between a second start and the first window: the second start sends one line of JSON, and the window
 * answers {@code yes} or {@code no}. Owns the channel, which is non-blocking so that a silent peer is given up after
 * {@link #TIMEOUT}. Confined to one thread; one conversation; ends with {@link #close()}.
 */
final class InstanceProtocol implements AutoCloseable {
    static final int MAX_LINE = 16 * 1024;
    /** A conversation takes milliseconds, and the next peer waits for its end. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final long startedAt = System.nanoTime();

    InstanceProtocol(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    /**
     * The request of a second start.
     *
     * @param environment the host whose data is to be shown
     * @param link may be empty
     */
    record Request(String environment, String link) {
        @Override
        public String toString() {
            // The link may contain a ticket.
            return "Request[" + environment + "]";
        }
    }

    /**
     * Runs the second start's side.
     *
     * @return whether the window shows that host and was raised
     */
    boolean ask(SocketAddress window, Request request) throws IOException {
        if (!channel.connect(window)) {
            await(SelectionKey.OP_CONNECT);
            channel.finishConnect();
        }
        JsonObject json = new JsonObject();
        json.addProperty("environment", request.environment());
        json.addProperty("link", request.link());
        send(StrictJson.write(json));
        return receive().equals("yes");
    }

    /** Runs the window's side up to its answer. */
    Request receiveRequest() throws IOException {
        try {
            FieldReader fields = new FieldReader(StrictJson.parseObject(receive()));
            return new Request(fields.string("environment"), fields.string("link"));
        } catch (CodecException e) {
            throw new IOException("The request is not valid", e);
        }
    }

    void answer(boolean raised) throws IOException {
        send(raised ? "yes" : "no");
    }

    private void send(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        if (bytes.remaining() > MAX_LINE) {
            throw new IOException("The line is longer than " + MAX_LINE + " bytes");
        }
        while (bytes.hasRemaining()) {
            await(SelectionKey.OP_WRITE);
            channel.write(bytes);
        }
    }

    private String receive() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_LINE);
        do {
            await(SelectionKey.OP_READ);
            if (channel.read(bytes) < 0) {
                throw new IOException("The other side has closed");
            }
            if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') {
                return StandardCharsets.UTF_8
                        .decode(bytes.flip().limit(bytes.limit() - 1))
                        .toString();
            }
        } while (bytes.hasRemaining());
        throw new IOException("The line is longer than " + MAX_LINE + " bytes");
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        long left = TIMEOUT.minusNanos(System.nanoTime() - startedAt).toMillis();
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("The other side takes too long");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}

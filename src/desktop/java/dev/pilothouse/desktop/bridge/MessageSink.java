package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.HostMessage;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Sends the messages of one connection. Confined to that connection's writer thread, except {@link #close} and
 * {@link #cut}.
 */
public interface MessageSink extends AutoCloseable {

    /** A message exceeds the maximum frame size. Nothing of it was sent, and the connection stays open. */
    final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int bytes;

        TooLargeException(int bytes) {
            super("A message of " + bytes + " bytes does not fit into a frame");
            this.bytes = bytes;
        }

        /** The size of the frame before compression. */
        int bytes() {
            return bytes;
        }
    }

    /**
     * Encodes and sends a message. Returns when the socket or the client in this process has accepted it.
     *
     * @throws TooLargeException if the message does not fit into a frame; another one may be sent instead
     */
    void deliver(HostMessage message) throws IOException, InterruptedException;

    /**
     * As {@link #deliver(HostMessage)}.
     *
     * @param frame the encoded message, for sinks that need it
     */
    default void deliver(HostMessage message, Supplier<byte[]> frame) throws IOException, InterruptedException {
        deliver(message);
    }

    /** Ends the connection at once. Idempotent; any thread. A delivery in progress fails. */
    @Override
    void close();

    /** As {@link #close()}, and also closes the socket at once, without waiting for unsent data. */
    default void cut() {
        close();
    }
}

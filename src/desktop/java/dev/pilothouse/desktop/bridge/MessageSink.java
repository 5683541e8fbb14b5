package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.HostMessage;
import java.io.IOException;
import java.util.function.Supplier;

/** The way out of one connection. Used by that connection's writer thread alone, except {@link #close} and {@link #cut}. */
public interface MessageSink extends AutoCloseable {

    /** A message whose frame is larger than a frame may be. Nothing of it was sent, and the connection lives. */
    final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int bytes;

        TooLargeException(int bytes) {
            super("A message of " + bytes + " bytes does not fit into a frame");
            this.bytes = bytes;
        }

        /** The size of the frame before deflating. */
        int bytes() {
            return bytes;
        }
    }

    /**
     * Encodes and sends; returns when the socket, or the client in the same process, has taken it.
     *
     * @throws TooLargeException if the message does not fit into a frame; another one may be sent instead
     */
    void deliver(HostMessage message) throws IOException, InterruptedException;

    /**
     * As {@link #deliver(HostMessage)}.
     *
     * @param frame the encoded message, for who needs it
     */
    default void deliver(HostMessage message, Supplier<byte[]> frame) throws IOException, InterruptedException {
        deliver(message);
    }

    /** Ends the connection at once. Idempotent, any thread; a delivery under way fails. */
    @Override
    void close();

    /** As {@link #close()}, and the socket under it too is gone at once, whatever its peer has still to take. */
    default void cut() {
        close();
    }
}

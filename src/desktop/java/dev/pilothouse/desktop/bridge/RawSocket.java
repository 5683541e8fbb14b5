package dev.pilothouse.desktop.bridge;

import java.util.function.Consumer;

/** The WebSocket operations that a connection needs. Thread-safe. */
interface RawSocket {
    /**
     * Sends one binary message.
     *
     * @param sent called once when the operating system has accepted it
     * @param failed called once instead, also when the socket is or becomes closed
     */
    void send(byte[] message, Runnable sent, Consumer<Throwable> failed);

    /** Requests one more message; none is delivered without a request. */
    void demand();

    /** Closes the socket with a close frame, if {@code code} reaches the peer in time. Idempotent. */
    void close(int code, String reason);

    /** Closes the socket without a close frame. Idempotent. */
    void cut();
}

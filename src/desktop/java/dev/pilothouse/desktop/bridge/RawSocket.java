package dev.pilothouse.desktop.bridge;

import java.util.function.Consumer;

/** What a connection needs of the WebSocket under it. Any thread. */
interface RawSocket {
    /**
     * Sends one binary message.
     *
     * @param sent called once when the operating system has taken it
     * @param failed called once instead, also when the socket is or becomes closed
     */
    void send(byte[] message, Runnable sent, Consumer<Throwable> failed);

    /** Asks for one more message; none comes unasked. */
    void demand();

    /** Ends the socket, politely if {@code code} reaches the peer in time. Idempotent. */
    void close(int code, String reason);

    /** Ends the socket without a word. Idempotent. */
    void cut();
}

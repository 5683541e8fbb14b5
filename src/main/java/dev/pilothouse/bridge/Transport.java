package dev.pilothouse.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;

/**
 * One attempt at a connection to one host. Opens at most once, transfers whole messages in order in both directions,
 * and is lost exactly once unless closed from this side. Closing is idempotent and thread-safe. After it, the listener
 * is not called any more, except for a running call.
 */
public interface Transport extends AutoCloseable {

    /** Sends a message. Never blocks. Refused before the transport has opened and after it was lost or closed. */
    SendResult send(ClientMessage message);

    @Override
    void close();

    /** The result of sending a message. */
    sealed interface SendResult {
        /** The message was accepted; only the host can confirm its arrival. */
        record Sent() implements SendResult {}

        /**
         * The message will not be sent.
         *
         * @param reason a sentence for the log
         */
        record Refused(String reason) implements SendResult {}
    }

    /** Makes transports to one host. Ends with {@link #close()}, after its transports. */
    @FunctionalInterface
    interface Connector extends AutoCloseable {
        /** Starts one attempt at once and returns; the listener receives the outcome. */
        Transport connect(Listener listener);

        /** Releases resources that the transports shared; does nothing by default. Idempotent and thread-safe. */
        @Override
        default void close() {}
    }

    /** Called on the transport's own reader thread, one call at a time: {@code onOpen}, messages, {@code onLost}. */
    interface Listener {
        /** @param pairingCode six digits of the handshake to compare when pairing; empty in process */
        void onOpen(String pairingCode);

        /** May block, as back-pressure to the host. */
        void onMessage(HostMessage message) throws InterruptedException;

        /**
         * The connection was lost, or never opened.
         *
         * @param reason a sentence for the person
         */
        void onLost(HostText reason);
    }
}

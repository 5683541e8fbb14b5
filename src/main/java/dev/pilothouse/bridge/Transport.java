package dev.pilothouse.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;

/**
 * One attempt at a connection to one host: it opens at most once, carries whole messages in order in both directions,
 * and is lost exactly once unless it was closed from this side. Closing is idempotent, may happen on any thread, and
 * is followed by no further call of the listener except one already under way.
 */
public interface Transport extends AutoCloseable {

    /** Hands a message over. Never blocks. Refused before the transport has opened and after it was lost or closed. */
    SendResult send(ClientMessage message);

    @Override
    void close();

    /** What became of a message handed to a transport. */
    sealed interface SendResult {
        /** It is on its way; whether it arrived is told by the host alone. */
        record Sent() implements SendResult {}

        /** It will not be sent. @param reason a sentence for the log */
        record Refused(String reason) implements SendResult {}
    }

    /** Makes transports to one host. Ends with {@link #close()}, after its transports. */
    @FunctionalInterface
    interface Connector extends AutoCloseable {
        /** Starts one attempt at once and returns; the outcome comes through the listener. */
        Transport connect(Listener listener);

        /** Lets go of what the transports shared, which for many is nothing. Idempotent, any thread. */
        @Override
        default void close() {}
    }

    /** Called on the transport's own reader thread, one call at a time: {@code onOpen}, messages, {@code onLost}. */
    interface Listener {
        /** @param pairingCode six digits of the handshake to compare when pairing; empty in process */
        void onOpen(String pairingCode);

        /** May block, which is the back-pressure to the host. */
        void onMessage(HostMessage message) throws InterruptedException;

        /** Also when it never opened. @param reason a sentence for the person */
        void onLost(String reason);
    }
}

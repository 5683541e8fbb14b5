package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.InvalidMessageException;
import dev.pilothouse.secure.PublicKey;

/** Receives connections after their handshake. The implementation decides which device a key belongs to. */
public interface ConnectionAcceptor {

    /** Called when a handshake has completed. Any key can complete one. */
    Inbound connected(Peer peer, MessageSink sink);

    /**
     * The remote end of a connection.
     *
     * @param key the static key that completed the handshake
     * @param address the remote address, for display
     * @param pairingCode six digits from the handshake hash
     */
    record Peer(PublicKey key, String address, String pairingCode) {}

    /** Receives the messages of one connection. Called on the connection's reader thread, one call at a time. */
    interface Inbound {
        /** Handles a message. May block, which applies back-pressure to the client. */
        void receive(ClientMessage message) throws InterruptedException;

        /** Called for a message that is not a JSON object with a type. @param text the error; safe to send back */
        default void malformed(String text) throws InterruptedException {}

        /** Called for a message of a known type with a member that is missing or out of bounds. */
        default void invalid(InvalidMessageException fault) throws InterruptedException {}

        /** Called once when the connection has ended, whichever side ended it. */
        void closed();
    }
}

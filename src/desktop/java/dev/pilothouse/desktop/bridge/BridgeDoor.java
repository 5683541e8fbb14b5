package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.InvalidMessageException;
import dev.pilothouse.secure.PublicKey;

/** Where connections arrive after their handshake. Who is behind a key is decided beyond this door. */
public interface BridgeDoor {

    /** A handshake has completed, which any key can do. */
    Inbound connected(Peer peer, MessageSink sink);

    /**
     * Who knocks.
     *
     * @param key the static key that completed the handshake
     * @param address where it comes from, for display
     * @param pairingCode six digits from the handshake hash
     */
    record Peer(PublicKey key, String address, String pairingCode) {}

    /** The way in of one connection. Called on the connection's reader thread, one call at a time. */
    interface Inbound {
        /** May block, which is the back-pressure to the client. */
        void receive(ClientMessage message) throws InterruptedException;

        /** A message came that is no JSON object with a type. @param text what is wrong; safe to send back */
        default void malformed(String text) throws InterruptedException {}

        /** A message of a known type came with a member that is missing or out of bounds. */
        default void invalid(InvalidMessageException fault) throws InterruptedException {}

        /** The connection is over, whoever ended it. Called once. */
        void closed();
    }
}

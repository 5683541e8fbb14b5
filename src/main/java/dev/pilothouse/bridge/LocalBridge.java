package dev.pilothouse.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;

/** A host in the same process; clients connect to it without a socket. Implemented by the desktop's host. */
public interface LocalBridge {

    /**
     * Opens a connection as the local admin device.
     *
     * @throws IllegalStateException if the host is closed
     */
    Link open(Sink sink);

    /** The host's end of a connection. */
    interface Link extends AutoCloseable {
        /**
         * Sends a message. Never blocks.
         *
         * @return false if the host's bounded queue is full or the link is closed
         */
        boolean send(ClientMessage message);

        @Override
        void close();
    }

    /** The client's end; called on the connection's writer thread, one call at a time. */
    interface Sink {
        /** Delivers a message; blocks while the client is behind. */
        void deliver(HostMessage message) throws InterruptedException;

        /** The host has closed the connection. */
        void closed();
    }
}

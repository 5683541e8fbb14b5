package dev.pilothouse.bridge;

import dev.pilothouse.protocol.ClientMessage;

/** Sends while the link is up. Confined to the client-state lane. */
@FunctionalInterface
interface Sender {

    /**
     * @return false if there is no link, or it turned out to be broken; pending messages are sent again over the next
     *     one
     */
    boolean send(ClientMessage message);
}

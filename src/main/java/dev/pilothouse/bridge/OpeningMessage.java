package dev.pilothouse.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.ProtocolVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a client on every connection: a hello, or, until the first welcome, a pair message with the
 * ticket. Confined to the client-state lane; ends with its {@link BridgeClient}.
 */
public final class OpeningMessage {

    private final String app;
    private @Nullable ClientMessage pair;

    private OpeningMessage(String app, @Nullable ClientMessage pair) {
        this.app = Objects.requireNonNull(app, "app");
        this.pair = pair;
    }

    /**
     * Creates the opening message of a paired device.
     *
     * @param app name and version, for the host's log
     */
    public static OpeningMessage hello(String app) {
        return new OpeningMessage(app, null);
    }

    /**
     * Creates the opening message of a device with a ticket.
     *
     * @param secret the ticket's secret; copied, and dropped after the host's welcome
     * @param name this device's display name
     * @param platform such as {@code Android 16}
     */
    public static OpeningMessage pair(String app, String ticketId, byte[] secret, String name, String platform) {
        return new OpeningMessage(
                app,
                new ClientMessage.Pair(
                        ProtocolVersion.MIN, ProtocolVersion.MAX, app, ticketId, secret.clone(), name, platform));
    }

    ClientMessage message() {
        return pair != null ? pair : new ClientMessage.Hello(ProtocolVersion.MIN, ProtocolVersion.MAX, app);
    }

    /** The device is now paired; later connections send a hello. */
    void welcomed() {
        pair = null;
    }
}

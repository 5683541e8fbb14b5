package dev.pilothouse.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.ProtocolVersion;
import java.util.Objects;

/**
 * The first thing that a client says on every connection: who it is, or, until it has been welcomed for the first time,
 * which ticket it was given. Confined to the client-state lane; ends with its {@link BridgeClient}.
 */
public final class Greeting {

    private final String app;
    private ClientMessage pair;

    private Greeting(String app, ClientMessage pair) {
        this.app = Objects.requireNonNull(app, "app");
        this.pair = pair;
    }

    /** For a device that the host knows. @param app name and version, for the host's log */
    public static Greeting hello(String app) {
        return new Greeting(app, null);
    }

    /**
     * For a device that was given a ticket.
     *
     * @param secret the ticket's secret; copied, and forgotten once the host has said welcome
     * @param name of this device, for people
     * @param platform such as {@code Android 16}
     */
    public static Greeting pair(String app, String ticketId, byte[] secret, String name, String platform) {
        return new Greeting(
                app,
                new ClientMessage.Pair(
                        ProtocolVersion.MIN, ProtocolVersion.MAX, app, ticketId, secret.clone(), name, platform));
    }

    ClientMessage message() {
        return pair != null ? pair : new ClientMessage.Hello(ProtocolVersion.MIN, ProtocolVersion.MAX, app);
    }

    /** The host knows the device from now on. */
    void welcomed() {
        pair = null;
    }
}

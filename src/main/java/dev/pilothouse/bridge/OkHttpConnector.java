package dev.pilothouse.bridge;

import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.secure.Identity;
import java.util.function.Supplier;

/**
 * Connects to one paired host over WebSockets. Owns the threads of all its attempts. Thread-safe; ends with
 * {@link #close()}, which also ends its transports.
 */
public final class OkHttpConnector implements Transport.Connector {
    private final Supplier<PairedHost> host;
    private final Identity self;
    private final OkHttpTransport.Dialer dialer = new OkHttpTransport.Dialer();

    public OkHttpConnector(PairedHost host, Identity self) {
        this(() -> host, self);
    }

    /** @param host read at each attempt, because the addresses of a host change */
    public OkHttpConnector(Supplier<PairedHost> host, Identity self) {
        this.host = host;
        this.self = self;
    }

    @Override
    public Transport connect(Transport.Listener listener) {
        return OkHttpTransport.dial(dialer, host.get(), self, listener);
    }

    @Override
    public void close() {
        dialer.close();
    }
}

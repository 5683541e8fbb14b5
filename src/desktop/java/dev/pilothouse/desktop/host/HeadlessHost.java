package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.HostDesk;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelWay;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.session.HostGateway;
import java.time.Duration;
import java.util.List;

/**
 * A host without a window, as the command line runs it.
 *
 * <p>Owns the host. Any thread. Ends with {@link #close()}.
 */
public final class HeadlessHost implements AutoCloseable {
    private final ServerManager host;

    private HeadlessHost(ServerManager host) {
        this.host = host;
    }

    /** What became of starting. */
    public sealed interface Result {
        record Running(HeadlessHost host) implements Result {}

        /** @see HostFailure#text() */
        record Failed(HostFailure failure) implements Result {}
    }

    /** Blocks until the host listens, or has failed. */
    public static Result start(HostOptions options) {
        HostStart start = ServerManager.start(options);
        return start instanceof HostStart.Started started
                ? new Result.Running(new HeadlessHost(started.host()))
                : new Result.Failed(((HostStart.Failed) start).failure());
    }

    public String hostName() {
        return host.hostName();
    }

    public int port() {
        return host.port();
    }

    /** Waits until the tunnel that was asked for is up, or has failed for the first time, but not longer than that. */
    public TunnelInfo awaitTunnel(TunnelWay way, Duration within) throws InterruptedException {
        return host.awaitTunnel(way, within);
    }

    /** Where clients may reach the host now, the best first. */
    public List<BridgeUrl> urls() {
        return host.urls();
    }

    /** A fresh ticket for one device. */
    public HostGateway.Ticket ticket(Scope scope) throws HostDesk.RefusedException {
        return host.ticket(scope);
    }

    /** What the person should know of the data folder: a sentence for each thing. */
    public List<String> notices() {
        return host.notices();
    }

    @Override
    public void close() {
        host.close();
    }
}

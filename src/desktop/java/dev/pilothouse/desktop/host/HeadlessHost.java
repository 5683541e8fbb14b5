package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.HostOperations;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.session.HostGateway;
import java.time.Duration;
import java.util.List;

/**
 * A host without a window, as the command line runs it.
 *
 * <p>Owns the host. Thread-safe. Ends with {@link #close()}.
 */
public final class HeadlessHost implements AutoCloseable {
    private final ServerManager host;

    private HeadlessHost(ServerManager host) {
        this.host = host;
    }

    /** The result of starting. */
    public sealed interface Result {
        record Running(HeadlessHost host) implements Result {}

        /** @see HostFailure#text() */
        record Failed(HostFailure failure) implements Result {}
    }

    /** Starts a host. Blocks until it listens or has failed. */
    public static Result start(HostOptions options) {
        HostStartResult start = ServerManager.start(options);
        return start instanceof HostStartResult.Started started
                ? new Result.Running(new HeadlessHost(started.host()))
                : new Result.Failed(((HostStartResult.Failed) start).failure());
    }

    public String hostName() {
        return host.hostName();
    }

    public int port() {
        return host.port();
    }

    /** Waits until the requested tunnel is up or has failed for the first time, at most for the given time. */
    public TunnelInfo awaitTunnel(TunnelProvider way, Duration within) throws InterruptedException {
        return host.awaitTunnel(way, within);
    }

    /** The URLs at which clients can reach the host now, best first. */
    public List<BridgeUrl> urls() {
        return host.urls();
    }

    /** A new ticket for one device. */
    public HostGateway.Ticket ticket(Scope scope) throws HostOperations.RefusedException {
        return host.ticket(scope);
    }

    /** Problems of the data folder, one sentence each, for display. */
    public List<String> notices() {
        return host.notices();
    }

    @Override
    public void close() {
        host.close();
    }
}

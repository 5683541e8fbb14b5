package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.BridgeFailure;
import dev.pilothouse.desktop.bridge.BridgeServer;
import dev.pilothouse.desktop.bridge.Connections;
import dev.pilothouse.desktop.discovery.LanAdvertiser;
import dev.pilothouse.desktop.discovery.LanAnnouncer;
import dev.pilothouse.desktop.tunnel.TunnelService;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.pairing.BridgeUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways to reach a host: the bridge, its announcement in the local network, and the tunnel.
 *
 * <p>From {@link #start} on, owns the bridge and the tunnel. Thread-safe. Ends with {@link #close()}, which closes the
 * tunnel, then the bridge, and then starts to withdraw the announcement.
 */
final class HostNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostNetwork.class);
    private static final int BEFORE_TUNNEL = 3;
    /** The tunnel's lane starts processes and does not wait for them. */
    private static final Duration TUNNEL_TIMEOUT = Duration.ofSeconds(5);

    private final LanAdvertiser advertiser;
    private final IntFunction<LanAnnouncer.Announcement> announcement;
    private final BridgeStarter bridgeStarter;
    private final TunnelStarter tunnelStarter;
    private volatile @Nullable Connections connections;
    private volatile @Nullable BridgeServer bridge;
    private volatile @Nullable TunnelService tunnels;
    /** The host name that the bridge accepts for the tunnel. Confined to the tunnel's lane. */
    private String tunnelName = "";

    /** Starts the bridge. */
    interface BridgeStarter {
        BridgeServer start(Connections connections, Runnable onAddressesChanged) throws BridgeFailure;
    }

    /** Opens the service of the tunnels to the bridge's port. */
    interface TunnelStarter {
        TunnelService open(int port, Consumer<TunnelInfo> listener);
    }

    /**
     * @param advertiser closed by its owner
     * @param announcement of the host with the bridge's port
     */
    HostNetwork(
            LanAdvertiser advertiser,
            IntFunction<LanAnnouncer.Announcement> announcement,
            BridgeStarter bridgeStarter,
            TunnelStarter tunnelStarter) {
        this.advertiser = advertiser;
        this.announcement = announcement;
        this.bridgeStarter = bridgeStarter;
        this.tunnelStarter = tunnelStarter;
    }

    /** Starts to listen. Until then there are no URLs. */
    void start(Connections accepting) throws BridgeFailure {
        connections = accepting;
        BridgeServer started = bridgeStarter.start(accepting, this::onChanged);
        bridge = started;
        tunnels = tunnelStarter.open(started.port(), this::tunnelChanged);
    }

    private void onChanged() {
        Objects.requireNonNull(connections).sharingChanged();
        advertiser.follow(announcement.apply(bridge().port()), bridge().sharedAddresses());
    }

    /** Called on the tunnel's lane at each change. */
    private void tunnelChanged(TunnelInfo now) {
        String name = now.url().isEmpty() ? "" : BridgeUrl.parse(now.url()).host();
        if (!name.equals(tunnelName)) {
            // The bridge accepts exactly this name while the tunnel is up.
            if (!tunnelName.isEmpty()) {
                bridge().disallowHostName(tunnelName);
            }
            if (!name.isEmpty()) {
                bridge().allowHostName(name);
            }
            tunnelName = name;
        }
        onChanged();
    }

    /** Waits until the requested tunnel is up or has failed for the first time, at most for the given time. */
    TunnelInfo awaitTunnel(TunnelProvider way, Duration within) throws InterruptedException {
        return tunnels().awaitSettled(way, within);
    }

    private TunnelInfo tunnel() {
        TunnelService service = tunnels;
        return service == null ? TunnelInfo.NONE : service.info();
    }

    /** Called once it is started. */
    BridgeServer bridge() {
        return Objects.requireNonNull(bridge, "not started");
    }

    private TunnelService tunnels() {
        return Objects.requireNonNull(tunnels, "not started");
    }

    /** The URLs at which clients can reach the host now, best first. */
    List<BridgeUrl> urls() {
        return urls(tunnel());
    }

    private List<BridgeUrl> urls(TunnelInfo tunnel) {
        BridgeServer listening = bridge;
        if (listening == null) {
            return List.of();
        }
        List<BridgeUrl> urls = new ArrayList<>(listening.urls());
        if (!tunnel.url().isEmpty()) {
            // After the most likely LAN addresses, and before those that a ticket may have no room for.
            urls.add(Math.min(BEFORE_TUNNEL, urls.size() - 1), BridgeUrl.parse(tunnel.url()));
        }
        return urls;
    }

    SharingInfo sharing() {
        BridgeServer listening = bridge;
        TunnelInfo tunnel = tunnel();
        return new SharingInfo(
                listening != null && listening.sharing(),
                urls(tunnel).stream().map(BridgeUrl::toString).toList(),
                tunnel);
    }

    /** @throws BridgeFailure if there is a network and the bridge can listen on none of its addresses */
    void setSharing(boolean sharing) throws BridgeFailure {
        try {
            bridge().setSharing(sharing);
        } finally {
            onChanged();
        }
    }

    /** @param way null to stop the tunnel */
    void setTunnel(@Nullable TunnelProvider way) {
        // Waits until the tunnel service has recorded the request, so that the next caller, such as the client that
        // gets this reply, sees no older state.
        CompletionStage<Void> wished =
                way == null ? tunnels().stop() : tunnels().start(way);
        try {
            wished.toCompletableFuture().get(TUNNEL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("The tunnel has not started the request yet: {}", late.toString());
        }
    }

    @Override
    public void close() {
        try {
            if (tunnels != null) {
                tunnels.close();
            }
        } finally {
            try {
                if (bridge != null) {
                    bridge.close();
                }
            } finally {
                advertiser.withdraw();
            }
        }
    }
}

package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelInfo;
import java.util.List;

/**
 * One host as its card shows it. Immutable.
 *
 * @param connection the state of the connection, as text
 * @param live whether it can be reached now
 * @param lost whether the client is reconnecting
 * @param admin whether this device may manage it
 * @param urls the current addresses
 * @param tunnel the state of its tunnel
 */
public record HostCard(
        HostId hostId,
        String name,
        boolean local,
        String connection,
        boolean live,
        boolean lost,
        Scope scope,
        boolean admin,
        boolean sharing,
        List<String> urls,
        TunnelInfo tunnel,
        List<DeviceLine> devices,
        List<PairingRequest> asking) {
    public HostCard {
        urls = List.copyOf(urls);
        devices = List.copyOf(devices);
        asking = List.copyOf(asking);
    }

    /** Whether the two differ at most in the connection's text. */
    boolean differsInConnectionOnly(HostCard other) {
        return equals(new HostCard(
                other.hostId,
                other.name,
                other.local,
                connection,
                other.live,
                other.lost,
                other.scope,
                other.admin,
                other.sharing,
                other.urls,
                other.tunnel,
                other.devices,
                other.asking));
    }

    /** Whether a device elsewhere could connect to the host now. */
    boolean isReachable() {
        return sharing || tunnel.phase() == TunnelInfo.Phase.UP;
    }

    /**
     * A paired device. Immutable.
     *
     * @param until the end of its access, past or future, as text; empty for never
     */
    public record DeviceLine(
            DeviceId deviceId, String name, String about, Scope scope, boolean connected, boolean self, String until) {}
}

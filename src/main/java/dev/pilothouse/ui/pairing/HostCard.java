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
 * @param connection how this device stands with it
 * @param live whether it can be asked now
 * @param lost whether it is tried again and again
 * @param admin whether this device may manage it
 * @param urls where it can be reached now
 * @param tunnel how its tunnel is
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

    /** Whether all but the connection is the same. */
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

    /** A paired device. Immutable. @param until when its access ends or has ended, in words; empty for never */
    public record DeviceLine(
            DeviceId deviceId, String name, String about, Scope scope, boolean connected, boolean self, String until) {}
}

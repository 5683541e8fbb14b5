package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.secure.PublicKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device at the other end of a connection, and its current permissions. Thread-safe. There is nothing to close. */
final class ConnectedDevice implements PermissionCheck {
    private final ConnectionAcceptor.Peer peer;
    private final Connections connections;
    /**
     * The device as the client was last informed. Permissions are read from the registry instead. Null before the
     * client is identified.
     */
    private volatile @Nullable Device told;

    /** Access has ended. Commands received earlier have no effect either. */
    private volatile boolean rejected;

    ConnectedDevice(ConnectionAcceptor.Peer peer, Connections connections) {
        this.peer = peer;
        this.connections = connections;
    }

    PublicKey key() {
        return peer.key();
    }

    /** The device in the registry; empty if it is not paired. */
    Optional<Device> paired() {
        return connections.devices().find(peer.key());
    }

    void identify(Device device) {
        told = device;
    }

    /** Whether the client is identified. The other methods may be called from then on. */
    boolean isIdentified() {
        return told != null;
    }

    private Device told() {
        return Objects.requireNonNull(told, "not identified");
    }

    /** The device as the registry has it now, or the last known one if it was removed from the registry. */
    Device present() {
        return paired().orElseGet(this::told);
    }

    boolean isExpired() {
        return connections.isExpired(present());
    }

    /** Whether this device has the scope now. Reads the registry, not the scope last sent to the client. */
    @Override
    public boolean covers(Scope needed) {
        return !rejected && connections.devices().covers(peer.key(), needed);
    }

    /** Ends all permissions of this connection. @return false if they have ended before */
    boolean bar() {
        boolean first = !rejected;
        rejected = true;
        return first;
    }

    /** Reads the registry again. @return whether the scope has changed */
    boolean refresh() {
        Scope before = told().scope();
        Device now = present();
        told = now;
        return before != now.scope();
    }

    Cause cause(RequestId requestId, String digest) {
        Device known = told();
        return new Cause(requestId, known.deviceId(), known.name(), digest);
    }

    /** The device as one that asks for a job now. @param scope that others need to cancel it */
    JobRequest requester(Scope scope) {
        Device known = told();
        return new JobRequest(known.deviceId(), known.name(), scope, null, connections.now());
    }

    /** Records an action of the device in the audit log. */
    void note(AuditAction deed, String about) {
        Device known = told();
        connections.audit().add(deed, known.deviceId(), known.name(), about, peer.address());
    }
}

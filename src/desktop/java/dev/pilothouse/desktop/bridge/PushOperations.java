package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.secure.PublicKey;
import java.util.List;

/** The targets of notifications, for the connections. Thread-safe. The changes write a file. */
public interface PushOperations {
    List<PushTargetStatus> targets();

    /** With which a receiver with keys subscribes: 65 bytes in base64url. */
    String publicKey();

    /** The problem of the file of the targets; empty without one. */
    HostText problem();

    /** @param by the device that asks; buttons may answer as no device whose access outlasts its own */
    void save(PushTarget target, PushSecrets secrets, PublicKey by) throws HostOperations.RefusedException;

    void remove(String id) throws HostOperations.RefusedException;

    /** Starts a test, which {@link #targets} reports. */
    void test(String id, boolean roundTrip) throws HostOperations.RefusedException;

    /** Never blocks. @param watcher a connection @param sessions on its screen now; none when it ends */
    void show(Object watcher, List<SessionId> sessions);
}

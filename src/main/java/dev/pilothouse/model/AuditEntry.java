package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of a host's audit log: who did what, when and from where.
 *
 * @param deviceName as it was called then, may be empty
 * @param about the session, device or word that it was about; never content
 * @param address where the device was, may be empty
 */
public record AuditEntry(
        Instant at, AuditDeed deed, DeviceId deviceId, String deviceName, String about, String address) {
    public AuditEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(deed, "deed");
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(address, "address");
    }
}

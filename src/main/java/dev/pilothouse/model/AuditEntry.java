package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of a host's audit log: who did what, when and from where.
 *
 * @param deviceName the device's name at that time, may be empty
 * @param about the session id, device id or keyword that the action refers to; never content
 * @param address the device's address, may be empty
 */
public record AuditEntry(
        Instant at, AuditAction deed, DeviceId deviceId, String deviceName, String about, String address) {
    public AuditEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(deed, "deed");
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(address, "address");
    }
}

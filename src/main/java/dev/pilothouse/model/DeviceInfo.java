package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A paired device as the host's devices list shows it.
 *
 * @param lastSeen null if it never connected after pairing
 * @param address where it last came from, may be empty
 * @param self whether it is the device that asks
 * @param expiresAt when its access ends, null for never
 */
public record DeviceInfo(
        DeviceId deviceId,
        String name,
        String platform,
        Scope scope,
        Instant pairedAt,
        Instant lastSeen,
        String address,
        boolean connected,
        boolean self,
        Instant expiresAt) {
    /** Characters of a device's name. */
    public static final int MAX_NAME = 64;

    public DeviceInfo {
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(pairedAt, "pairedAt");
        Objects.requireNonNull(address, "address");
    }
}

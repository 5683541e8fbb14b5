package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A paired device, as the host's device list shows it.
 *
 * @param lastSeen null if it never connected after pairing
 * @param address its last address, may be empty
 * @param self whether it is the requesting device
 * @param expiresAt when its access ends, null for never
 */
public record DeviceInfo(
        DeviceId deviceId,
        String name,
        String platform,
        Scope scope,
        Instant pairedAt,
        @Nullable Instant lastSeen,
        String address,
        boolean connected,
        boolean self,
        @Nullable Instant expiresAt) {
    /** Maximum length of a device's name, in characters. */
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

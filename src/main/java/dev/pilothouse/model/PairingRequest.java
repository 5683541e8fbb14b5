package dev.pilothouse.model;

import java.util.Objects;

/**
 * A device that proved a ticket and waits for the person's approval.
 *
 * @param deviceId the id that it will have
 * @param code six digits from the handshake, shown on both screens
 */
public record PairingRequest(
        DeviceId deviceId, String name, String platform, String address, Scope scope, String code) {
    public PairingRequest {
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(code, "code");
    }
}

package dev.pilothouse.model;

import java.util.Objects;

/**
 * Which intent of which device made an update. Journaled with the effect, so that a repeated intent finds its outcome.
 *
 * @param requestId the client's id of the intent
 * @param deviceId the device that sent it
 * @param deviceName its name at that time, for display
 */
public record Cause(RequestId requestId, DeviceId deviceId, String deviceName) {
    public Cause {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(deviceName, "deviceName");
    }
}

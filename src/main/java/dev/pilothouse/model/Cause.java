package dev.pilothouse.model;

import java.util.Objects;

/**
 * Which intent of which device made an update. Journaled with the effect, so that a repeated intent finds its outcome.
 *
 * @param requestId the client's id of the intent
 * @param deviceId the device that sent it
 * @param deviceName its name at that time, for display
 * @param digest of what the intent says, so that the same request id with another intent is noticed; empty in what an
 *     earlier host has written
 */
public record Cause(RequestId requestId, DeviceId deviceId, String deviceName, String digest) {
    private static final int MAX_DIGEST = 64;

    public Cause {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(deviceName, "deviceName");
        if (digest.length() > MAX_DIGEST) {
            throw new IllegalArgumentException("digest is too long");
        }
    }

    /** Without a digest. */
    public Cause(RequestId requestId, DeviceId deviceId, String deviceName) {
        this(requestId, deviceId, deviceName, "");
    }

    /** Whether the intent is known to say something else than that with the other digest, which may be empty. */
    public boolean differsFrom(String otherDigest) {
        return !digest.isEmpty() && !otherDigest.isEmpty() && !digest.equals(otherDigest);
    }
}

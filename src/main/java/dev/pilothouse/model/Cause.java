package dev.pilothouse.model;

import java.util.Objects;

/**
 * The intent and the device that caused an update. Journaled with the update, so that a repeated intent finds its
 * outcome.
 *
 * @param requestId the client's id of the intent
 * @param deviceId the device that sent it
 * @param deviceName the device's name at that time, for display
 * @param digest hash of the intent's content. Detects a request id that is reused for another intent. Empty in records
 *     of earlier host versions.
 */
public record Cause(RequestId requestId, DeviceId deviceId, String deviceName, String digest) {
    private static final int MAX_DIGEST = 64;

    public Cause {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(deviceName, "deviceName");
        requireDigest(digest);
    }

    /** @throws IllegalArgumentException if it is too long */
    public static String requireDigest(String digest) {
        if (digest.length() > MAX_DIGEST) {
            throw new IllegalArgumentException("digest is too long");
        }
        return digest;
    }

    /** A cause without a digest. */
    public Cause(RequestId requestId, DeviceId deviceId, String deviceName) {
        this(requestId, deviceId, deviceName, "");
    }

    /** Whether both digests are present and differ. */
    public boolean differsFrom(String otherDigest) {
        return !digest.isEmpty() && !otherDigest.isEmpty() && !digest.equals(otherDigest);
    }
}

package dev.pilothouse.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The request for a job.
 *
 * @param deviceId the device that asked for it
 * @param scope the scope that a device needs to cancel it or to run it again
 * @param sessionId the session that needs it; null if none does
 */
public record JobRequest(
        DeviceId deviceId,
        String deviceName,
        Scope scope,
        @Nullable SessionId sessionId,
        Instant at) {}

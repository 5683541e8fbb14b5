package dev.pilothouse.desktop.host;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Scope;

/**
 * What a device may do now. Asked again when something that a device has sent takes effect later than it was accepted,
 * such as a prompt that has waited in the queue. Any thread; never waits.
 */
@FunctionalInterface
interface DeviceRights {
    boolean covers(DeviceId deviceId, Scope needed);
}

package dev.pilothouse.desktop.host;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Scope;

/**
 * The current permissions of devices. Checked again when an accepted command takes effect later, such as a queued
 * prompt. Thread-safe; never blocks.
 */
@FunctionalInterface
interface DevicePermissions {
    boolean covers(DeviceId deviceId, Scope needed);
}

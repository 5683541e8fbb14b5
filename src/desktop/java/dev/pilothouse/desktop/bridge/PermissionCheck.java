package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.Scope;

/**
 * The current permissions of a device. It is checked when a command takes effect, not when it arrives. A device that
 * was revoked or whose scope was lowered meanwhile can therefore do nothing with earlier commands. Thread-safe.
 */
@FunctionalInterface
public interface PermissionCheck {
    boolean covers(Scope needed);
}

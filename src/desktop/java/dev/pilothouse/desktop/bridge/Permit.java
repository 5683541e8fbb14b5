package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.Scope;

/**
 * What a device may do. Asked at the moment at which a command would take effect and not when it came, so that a device
 * whose scope was lowered, or that was revoked meanwhile, does nothing any more by what it had sent before. Any thread.
 */
@FunctionalInterface
public interface Permit {
    boolean covers(Scope needed);
}

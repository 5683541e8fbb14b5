package dev.pilothouse.desktop.agent;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The resource limits of an agent. Immutable; any thread.
 *
 * @param memoryBytes main memory of a session's processes together, or of a shared process; past it a session shows a
 *     warning, and nothing is ended
 * @param sessions how many sessions may run at the same time
 */
public record AgentLimits(OptionalLong memoryBytes, OptionalInt sessions) {
    /** Returns no limits. */
    public static AgentLimits none() {
        return new AgentLimits(OptionalLong.empty(), OptionalInt.empty());
    }
}

package dev.pilothouse.desktop.agent;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much an agent may take. Immutable; any thread.
 *
 * @param memoryBytes main memory of a session's processes together, or of those that sessions share, past which a session
 *     says so; nothing is ended
 * @param sessions in how many sessions it may run at the same time
 */
public record AgentLimits(OptionalLong memoryBytes, OptionalInt sessions) {
    /** No limit of its own. */
    public static AgentLimits none() {
        return new AgentLimits(OptionalLong.empty(), OptionalInt.empty());
    }
}

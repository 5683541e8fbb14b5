package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * An agent of the person's own, as a form has it.
 *
 * @param command the program; a name or a path
 * @param environment a line {@code NAME=VALUE} for each variable. A line {@code NAME} keeps the stored value, which
 *     no host sends to a client
 */
public record AgentDraft(
        AgentId agentId, String name, String command, List<String> arguments, List<String> environment) {
    public static final int MAX_LINES = 64;
    public static final int MAX_LINE = 4_000;
    public static final int MAX_NAME = 100;

    public AgentDraft {
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(command, "command");
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
    }
}

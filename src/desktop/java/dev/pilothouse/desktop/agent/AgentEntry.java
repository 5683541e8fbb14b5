package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.AgentId;
import java.util.List;
import java.util.Map;

/**
 * One agent of the catalogue: how it is started and how to get it. Immutable; any thread.
 *
 * @param name for people
 * @param command the program and its arguments
 * @param environment what to set for it
 * @param inherited variables of the host that it may see besides the usual ones; {@code *} at the end stands for any rest
 * @param installHint a line to type, or a sentence; may be empty
 * @param login the agent's own login command, where it does not say so itself; may be empty
 * @param terms how the host treats its processes
 */
record AgentEntry(
        AgentId id,
        String name,
        List<String> command,
        Map<String, String> environment,
        List<String> inherited,
        String installHint,
        String login,
        AgentTerms terms) {
    AgentEntry {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        inherited = List.copyOf(inherited);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("An agent needs a command.");
        }
    }

    /** The command for display. */
    String commandLine() {
        return String.join(" ", command);
    }
}

package dev.pilothouse.desktop.agent;

import java.util.List;
import java.util.Map;

/**
 * An MCP server that an agent starts for a session and speaks to on its standard input and output. Immutable; any
 * thread.
 *
 * @param name shown to the person and to the model
 * @param command an absolute path, and its arguments, which every user of the machine can read
 * @param environment may hold secrets: it goes to the agent on its standard input only, and is never logged
 */
public record McpServerEntry(String name, List<String> command, Map<String, String> environment) {
    public McpServerEntry {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("A server needs a command");
        }
    }

    @Override
    public String toString() {
        return "McpServerEntry[" + name + "]";
    }
}

package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.ServerKind;
import java.util.List;
import java.util.Map;

/**
 * An MCP server that an agent uses in a session. Immutable; any thread.
 *
 * @param name shown to the person and to the model
 * @param command for {@link ServerKind#STDIO}: an absolute path, and its arguments, which every user of the machine can
 *     read; else empty
 * @param url for the other kinds; else empty
 * @param values the variables of the program, or the headers of the requests. They may hold secrets: they go to the
 *     agent on its standard input only, and are never logged
 */
public record McpServerEntry(
        String name, ServerKind kind, List<String> command, String url, Map<String, String> values) {
    public McpServerEntry {
        command = List.copyOf(command);
        values = Map.copyOf(values);
        if (kind == ServerKind.STDIO && command.isEmpty()) {
            throw new IllegalArgumentException("A server needs a command");
        }
    }

    /** A program that the agent starts. */
    public McpServerEntry(String name, List<String> command, Map<String, String> environment) {
        this(name, ServerKind.STDIO, command, "", environment);
    }

    @Override
    public String toString() {
        return "McpServerEntry[" + name + "]";
    }
}

package dev.pilothouse.model;

import java.util.Objects;

/**
 * An MCP server that a file of a folder configures for another program.
 *
 * @param file relative to the folder, such as {@code .vscode/mcp.json}
 * @param server with the names of its variables or headers, and without their values
 * @param reason why a profile cannot take it over; empty if it can
 */
public record ServerSuggestion(String file, ProfileServer server, HostText reason) {
    public ServerSuggestion {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(reason, "reason");
    }

    public boolean isUsable() {
        return reason.isEmpty();
    }
}

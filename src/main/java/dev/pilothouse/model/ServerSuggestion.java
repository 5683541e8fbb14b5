package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * An MCP server that a file of a folder configures for another program.
 *
 * @param file relative to the folder, such as {@code .vscode/mcp.json}
 * @param server with the names of its variables or headers, and without their values
 * @param reason why a profile cannot take it over; empty if it can
 * @param copies the profiles that have it, or another server of its name
 */
public record ServerSuggestion(String file, ProfileServer server, HostText reason, List<Copy> copies) {
    public ServerSuggestion {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(reason, "reason");
        copies = List.copyOf(copies);
    }

    /** One that is not compared with profiles. */
    public ServerSuggestion(String file, ProfileServer server, HostText reason) {
        this(file, server, reason, List.of());
    }

    /**
     * A server of a profile.
     *
     * @param differs whether only the name is the same: the file or the profile has changed since it was taken over, or it
     *     is another server
     */
    public record Copy(String profile, boolean differs) {}

    public boolean isUsable() {
        return reason.isEmpty();
    }

    public ServerSuggestion withCopies(List<Copy> found) {
        return new ServerSuggestion(file, server, reason, found);
    }
}

package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server that a file of a folder configures for another program.
 *
 * @param file relative to the folder, such as {@code .vscode/mcp.json}
 * @param server with the names of its variables or headers, and without their values
 * @param reason why a profile cannot take it over; empty if it can
 * @param origin its place and its content; null if a host sends none
 * @param copies the profiles that have it, or another server of its name
 */
public record ServerSuggestion(
        String file,
        ProfileServer server,
        HostText reason,
        @Nullable ServerOrigin origin,
        List<Copy> copies) {
    public ServerSuggestion {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(reason, "reason");
        copies = List.copyOf(copies);
    }

    /** One that is not compared with profiles. */
    public ServerSuggestion(String file, ProfileServer server, HostText reason) {
        this(file, server, reason, null, List.of());
    }

    /**
     * A server of a profile.
     *
     * @param differs whether it has another command or address
     * @param changed whether it was taken over from this place, whose content has changed since
     */
    public record Copy(String profile, boolean differs, boolean changed) {}

    /** The server for a profile, which keeps its origin. */
    public ProfileServer taken() {
        return server.withOrigin(origin);
    }

    public boolean isUsable() {
        return reason.isEmpty();
    }

    public ServerSuggestion withCopies(List<Copy> found) {
        return new ServerSuggestion(file, server, reason, origin, found);
    }
}

package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * The profile that a session's agent got at its last start.
 *
 * @param name empty if the session has none
 * @param revision of its content; another one after each change
 * @param servers its MCP servers, in the order of the profile
 */
public record SessionProfile(String name, String revision, List<SessionServer> servers) {
    public static final SessionProfile NONE = new SessionProfile("", "", List.of());

    public SessionProfile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(revision, "revision");
        servers = List.copyOf(servers);
    }

    public boolean isNone() {
        return name.isEmpty();
    }

    /** The same with the calls that were seen of servers of the same names. */
    public SessionProfile withCallsOf(SessionProfile earlier) {
        return new SessionProfile(
                name,
                revision,
                servers.stream()
                        .map(server -> earlier.servers.stream()
                                        .anyMatch(old ->
                                                old.called() && old.name().equals(server.name()))
                                ? server.seen()
                                : server)
                        .toList());
    }

    /** The same after a tool call; the same instance if its title names none of the servers, or one that was seen. */
    public SessionProfile afterCall(String title) {
        boolean news = servers.stream().anyMatch(server -> !server.called() && server.isNamedBy(title));
        return news
                ? new SessionProfile(
                        name,
                        revision,
                        servers.stream()
                                .map(server -> server.isNamedBy(title) ? server.seen() : server)
                                .toList())
                : this;
    }
}

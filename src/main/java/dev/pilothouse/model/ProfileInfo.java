package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * The names and kinds of a profile, which every client may know.
 *
 * @param revision of its content
 * @param instructions whether it has some
 */
public record ProfileInfo(
        String name,
        String revision,
        List<Server> servers,
        int variables,
        boolean instructions,
        String mode,
        String model) {
    public record Server(String name, ServerKind kind) {}

    public ProfileInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(revision, "revision");
        servers = List.copyOf(servers);
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(model, "model");
    }
}

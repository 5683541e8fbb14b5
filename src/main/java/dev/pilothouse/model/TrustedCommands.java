package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;

/**
 * Commands of a repository that a person has allowed.
 *
 * @param repository the directory that all worktrees of the repository share
 * @param digest SHA-256 of the commands in hex
 * @param commands the commands as they were shown
 * @param at when they were allowed
 * @param deviceName the device that allowed them
 */
public record TrustedCommands(String repository, String digest, String commands, Instant at, String deviceName) {
    public TrustedCommands {
        Objects.requireNonNull(repository, "repository");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(commands, "commands");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(deviceName, "deviceName");
    }
}

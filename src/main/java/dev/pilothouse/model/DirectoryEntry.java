package dev.pilothouse.model;

/**
 * An entry of a directory on the host.
 *
 * @param repository whether it is the top folder of a git repository or of a worktree
 */
public record DirectoryEntry(String name, boolean directory, boolean repository) {}

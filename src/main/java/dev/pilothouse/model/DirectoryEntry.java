package dev.pilothouse.model;

/** An entry of a directory on the host. */
public record DirectoryEntry(String name, boolean directory) {}

package dev.pilothouse.model;

/** A name in a directory of the host. */
public record DirectoryEntry(String name, boolean directory) {}

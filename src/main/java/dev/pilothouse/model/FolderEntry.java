package dev.pilothouse.model;

import java.util.Objects;

/**
 * An entry of a folder in a session's directory.
 *
 * @param ignored whether version control ignores it
 * @param link whether it is a symbolic link
 * @param size in bytes; 0 for a folder
 */
public record FolderEntry(String name, boolean directory, boolean ignored, boolean link, long size) {
    public FolderEntry {
        Objects.requireNonNull(name, "name");
    }
}

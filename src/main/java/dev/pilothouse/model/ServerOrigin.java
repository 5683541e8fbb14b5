package dev.pilothouse.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The place in a folder from which an MCP server was taken over, and what was there.
 *
 * @param folder absolute
 * @param file relative to the folder
 * @param name of the server in the file
 * @param digest SHA-256 of the server's content, in 64 hexadecimal digits
 */
public record ServerOrigin(String folder, String file, String name, String digest) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public ServerOrigin {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(digest, "digest");
    }

    /** Whether it is the same server of the same file, with whatever content. */
    public boolean isSamePlace(ServerOrigin other) {
        return folder.equals(other.folder) && file.equals(other.file) && name.equals(other.name);
    }

    public boolean hasDigest() {
        return DIGEST.matcher(digest).matches();
    }
}

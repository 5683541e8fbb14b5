package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of a session's directory, as the host found it.
 *
 * @param path relative to the session's directory, with {@code /} between names
 * @param size in bytes
 * @param encoding of a text, such as {@code UTF-8}; empty for others
 * @param lineCount of a text; null if the host did not count, because the file is large
 * @param mimeType of a picture; empty for others
 */
public record SessionFile(
        String path,
        Kind kind,
        long size,
        Instant modified,
        String encoding,
        @Nullable Long lineCount,
        String mimeType) {

    /** How a file can be shown. A later host may have more kinds; they count as binary. */
    public enum Kind {
        TEXT,
        /** A picture that every client can draw: PNG, JPEG or GIF. */
        PICTURE,
        BINARY
    }

    public SessionFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(mimeType, "mimeType");
    }
}

package dev.pilothouse.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Content of a prompt besides its text. The host has already stored it when a prompt refers to it. */
public sealed interface Attachment {

    /** A name to display. */
    String name();

    /**
     * An image or text from the device, stored on the host as a blob of the session.
     *
     * @param name 1 to 200 characters on one line
     * @param mimeType such as {@code image/png}
     * @param bytes size in bytes
     * @param thumbnail a small PNG of an image for lists
     */
    record Blob(
            BlobId blobId,
            String name,
            String mimeType,
            long bytes,
            @Nullable BlobId thumbnail) implements Attachment {
        public Blob {
            Objects.requireNonNull(blobId, "blobId");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(mimeType, "mimeType");
        }

        public boolean isImage() {
            return mimeType.startsWith("image/");
        }
    }

    /** @param path of a file or folder, relative to the session's directory, with {@code /} between names */
    record ProjectFile(String path) implements Attachment {
        public ProjectFile {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String name() {
            return path;
        }
    }

    /** An attachment of a kind that this build does not support. */
    record Other(String kind) implements Attachment {
        public Other {
            Objects.requireNonNull(kind, "kind");
        }

        @Override
        public String name() {
            return kind;
        }
    }
}

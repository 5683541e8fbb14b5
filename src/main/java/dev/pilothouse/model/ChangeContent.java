package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A piece of a patch or of a picture. Immutable.
 *
 * @param content identifies the whole; another one means that the files have changed since the last piece
 * @param offset the position of the first byte
 * @param total the size of the whole; 0 if there is nothing, such as no old picture of a new file
 * @param data the bytes in base64
 * @param omitted paths that a patch does not have, because they are binary or cannot be read; a bounded number
 */
public record ChangeContent(String content, long offset, long total, String data, List<String> omitted) {
    public ChangeContent {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(data, "data");
        omitted = List.copyOf(omitted);
    }

    @Override
    public String toString() {
        return "ChangeContent[" + offset + " of " + total + "]";
    }
}

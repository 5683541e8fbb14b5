package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A part of a session's file: lines of a text, or bytes of a picture.
 *
 * @param offset the first line of the part, from 0, or its first byte
 * @param lines without line ends
 * @param cut whether a line was too long; it then ends with an ellipsis
 * @param more whether the file continues after this part
 * @param data bytes in base64; empty for a text
 */
public record FilePart(SessionFile file, long offset, List<String> lines, boolean cut, boolean more, String data) {
    public FilePart {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(data, "data");
        lines = List.copyOf(lines);
    }

    @Override
    public String toString() {
        return "FilePart[" + file.kind() + " " + offset + ", " + lines.size() + " lines]";
    }
}

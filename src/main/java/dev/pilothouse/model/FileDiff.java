package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A page of the differences of one file. Immutable.
 *
 * @param hunks in the order of their lines; a page may end within a hunk
 * @param content see {@link ChangedFile#content}
 * @param binary whether it is compared by bytes only, so that there are no hunks
 * @param more whether there is a next page
 * @param oldMode the old mode, such as {@code 100644}; empty unless the mode changed
 * @param newMode the new mode; empty unless the mode changed
 * @param sinceSeen whether it is compared with the content that the person has seen, as requested
 */
public record FileDiff(
        List<DiffHunk> hunks,
        String content,
        boolean binary,
        boolean more,
        String oldMode,
        String newMode,
        boolean sinceSeen) {
    public FileDiff {
        hunks = List.copyOf(hunks);
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(oldMode, "oldMode");
        Objects.requireNonNull(newMode, "newMode");
    }

    /** A page of a file whose mode is the same. */
    public FileDiff(List<DiffHunk> hunks, String content, boolean binary, boolean more) {
        this(hunks, content, binary, more, "", "", false);
    }
}

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
 */
public record FileDiff(List<DiffHunk> hunks, String content, boolean binary, boolean more) {
    public FileDiff {
        hunks = List.copyOf(hunks);
        Objects.requireNonNull(content, "content");
    }
}

package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A run of lines of a unified diff. Immutable.
 *
 * @param oldStart number of its first old line, from 1; 0 if there is none
 * @param newStart number of its first new line, from 1; 0 if there is none
 * @param heading the enclosing function or section, as git found it; may be empty
 * @param lines each begins with a space (in both), {@code +} (new) or {@code -} (old)
 */
public record DiffHunk(int oldStart, int newStart, String heading, List<String> lines) {
    public DiffHunk {
        Objects.requireNonNull(heading, "heading");
        lines = List.copyOf(lines);
    }
}

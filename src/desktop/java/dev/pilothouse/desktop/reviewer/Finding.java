package dev.pilothouse.desktop.reviewer;

import dev.pilothouse.model.FindingSeverity;

/**
 * One finding, as the agent wrote it. Its place is not checked. Immutable.
 *
 * @param path empty if it names none
 * @param old whether the lines are those before the change
 * @param line 0 if it names none
 * @param lastLine not before {@code line}
 * @param text not blank, without control characters
 */
record Finding(String path, boolean old, int line, int lastLine, FindingSeverity severity, String text) {
    /** The longest path. */
    static final int MAX_PATH = 1_000;
    /** The longest text. Leaves room for the place of a finding whose place is unknown. */
    static final int MAX_TEXT = 2_500;

    /** The path and the lines, as the agent wrote them; empty if it named none. */
    String place() {
        String lines = line == 0 ? "" : ":" + line + (lastLine == line ? "" : "-" + lastLine);
        return path + lines + (old && line > 0 ? " (before the change)" : "");
    }
}

package dev.pilothouse.session;

/**
 * One line of a unified diff. Immutable.
 *
 * @param kind the kind of line
 * @param oldLine the line number in the old text, 0 if the line is not in it
 * @param newLine the line number in the new text, 0 if the line is not in it; for a gap, the number of omitted lines
 * @param text the line without its line feed; empty for a gap
 */
public record DiffRow(Kind kind, int oldLine, int newLine, String text) {

    /** The kind of a line. */
    public enum Kind {
        SAME,
        ADDED,
        REMOVED,
        GAP
    }
}

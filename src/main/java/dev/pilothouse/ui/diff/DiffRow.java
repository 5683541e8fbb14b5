package dev.pilothouse.ui.diff;

/**
 * One line of a unified difference. Immutable.
 *
 * @param kind what the line says
 * @param oldLine its number in the old text, 0 if it is not there
 * @param newLine its number in the new text, 0 if it is not there
 * @param text the line without its line feed; for a gap the number of lines left out is in {@code newLine}
 */
public record DiffRow(Kind kind, int oldLine, int newLine, String text) {

    /** What a line says. */
    public enum Kind {
        SAME,
        ADDED,
        REMOVED,
        GAP
    }
}

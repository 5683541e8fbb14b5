package dev.pilothouse.desktop.journal;

import java.nio.file.Path;

/**
 * What was wrong with a journal when it was opened.
 *
 * @param kept where a copy of the whole file was put aside; null for a torn last line, of which nothing is kept
 * @param bytes how many bytes the journal lost at its end
 */
public record JournalDamage(Path file, Path kept, long bytes) {

    /** A sentence for the person and the log. */
    public String text() {
        return kept == null
                ? "The last entry of " + file.getFileName() + " was only half written (" + bytes
                        + " bytes) and was cut off."
                : "The journal " + file.getFileName() + " was damaged. What came before the damage is kept; the damaged"
                        + " file is kept as " + kept.getFileName() + ".";
    }
}

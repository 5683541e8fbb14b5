package dev.pilothouse.desktop.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Damage found when a journal was opened.
 *
 * @param kept path of a copy of the whole damaged file; null for an incomplete last line, of which no copy is made
 * @param bytes number of bytes cut off at the end of the journal
 */
public record JournalDamage(Path file, @Nullable Path kept, long bytes) {

    /** A sentence for display and for the log. */
    public String text() {
        return kept == null
                ? "The last entry of " + file.getFileName() + " was only half written (" + bytes
                        + " bytes) and was cut off."
                : "The journal " + file.getFileName() + " was damaged. What came before the damage is kept; the damaged"
                        + " file is kept as " + kept.getFileName() + ".";
    }
}

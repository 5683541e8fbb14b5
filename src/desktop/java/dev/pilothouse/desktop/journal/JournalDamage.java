package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Damage found when a journal was opened.
 *
 * @param kept path of a copy of the whole damaged file; null for an incomplete last line, of which no copy is made
 * @param bytes number of bytes cut off at the end of the journal
 */
public record JournalDamage(Path file, @Nullable Path kept, long bytes) {

    /** A sentence for display. */
    public HostText sentence() {
        return kept == null
                ? HostText.of(HostTextCode.JOURNAL_ENTRY_CUT, file.getFileName(), bytes)
                : HostText.of(HostTextCode.JOURNAL_DAMAGED, file.getFileName(), kept.getFileName());
    }

    /** The same for the log. */
    public String text() {
        return sentence().text();
    }
}

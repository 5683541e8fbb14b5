package dev.pilothouse.secure;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of ours that a newer version of the program wrote, in a form that this version cannot read. It is not damaged and
 * must be left as it is. The message is a sentence for the person.
 */
public final class NewerFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param found the version in the file
     * @param known the newest version that this program reads
     */
    public NewerFileException(Path file, long found, long known) {
        super(file + " was written by a newer Pilothouse (its format is version " + found
                + ", this program reads versions up to " + known
                + "). Start that newer version. Nothing was changed.");
    }

    /** Throws if the version is newer than the known one. */
    public static void check(Path file, long found, long known) throws NewerFileException {
        if (found > known) {
            throw new NewerFileException(file, found, known);
        }
    }
}

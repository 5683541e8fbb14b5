package dev.pilothouse.secure;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One of our files was written by a newer version of the program, in a format that this version cannot read. The file
 * is not damaged and must not be changed. The message is a sentence for the person.
 */
public final class NewerFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception for a file.
     *
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

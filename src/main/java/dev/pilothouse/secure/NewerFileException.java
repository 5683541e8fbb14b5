package dev.pilothouse.secure;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One of our files was written by a newer version of the program, in a format that this version cannot read. The file
 * is not damaged and must not be changed. The message is a sentence for the person, in English.
 */
public final class NewerFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long found;
    private final long known;

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
        this.file = file.toString();
        this.found = found;
        this.known = known;
    }

    public String file() {
        return file;
    }

    /** The version in the file. */
    public long found() {
        return found;
    }

    /** The newest version that this program reads. */
    public long known() {
        return known;
    }

    /** Throws if the version is newer than the known one. */
    public static void check(Path file, long found, long known) throws NewerFileException {
        if (found > known) {
            throw new NewerFileException(file, found, known);
        }
    }
}

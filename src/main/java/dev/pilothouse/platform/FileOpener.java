package dev.pilothouse.platform;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Opens a text file of a session's directory in the person's own text program. The agent chooses the file, so nothing
 * is ever run. Only text that is neither a program nor a script is opened, and only if it lies inside the directory
 * after links are resolved. Any thread may call it. It never blocks.
 */
public interface FileOpener {
    /** The result of opening a file. */
    enum Outcome {
        OPENED,
        MISSING,
        /** The file is outside the directory, directly or through a link. */
        OUTSIDE,
        /** The file is not text, or could be run. */
        NOT_TEXT,
        /** The system has no program for the file, or too many files are being opened. */
        NO_PROGRAM
    }

    /**
     * @param directory the session's directory, absolute
     * @param path the file, absolute or relative to the directory
     * @param told gets the outcome, on any thread
     */
    void open(Path directory, String path, Consumer<Outcome> told);
}

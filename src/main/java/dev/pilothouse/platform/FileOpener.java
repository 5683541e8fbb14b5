package dev.pilothouse.platform;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Shows a text file of a session's directory in the person's own program for text. An agent names the file, so nothing is
 * ever run: only what reads as text and is no program or script is opened, and only inside the directory, wherever links
 * lead. Any thread may call it, none waits.
 */
public interface FileOpener {
    /** What became of it. */
    enum Outcome {
        OPENED,
        /** There is no such file. */
        MISSING,
        /** It lies outside of the directory, or leads out of it. */
        OUTSIDE,
        /** It is no text, or something that could be run. */
        NOT_TEXT,
        /** The system has no program for it, or too much is being opened. */
        NO_PROGRAM
    }

    /**
     * @param directory the session's directory, absolute
     * @param path the file, absolute or as seen from the directory
     * @param told what became of it, on any thread
     */
    void open(Path directory, String path, Consumer<Outcome> told);
}

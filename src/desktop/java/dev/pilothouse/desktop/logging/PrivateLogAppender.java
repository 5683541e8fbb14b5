package dev.pilothouse.desktop.logging;

import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.pilothouse.desktop.journal.PrivateFolders;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a log that only its owner can read, since it contains paths, host names and errors of agents. Created by
 * {@link LogSetup}, used by logback.
 *
 * @param <E> the type of the logged events
 */
public final class PrivateLogAppender<E> extends RollingFileAppender<E> {

    /** Called for the first file and after each rollover. */
    @Override
    public void openFile(String name) throws IOException {
        Path file = Path.of(name).toAbsolutePath();
        PrivateFolders.create(file.resolveSibling(""));
        try {
            // Created before anything is written. An existing file may come from an earlier release, which left it open
            // to others.
            Files.createFile(file);
        } catch (FileAlreadyExistsException goesOn) {
            addInfo(name + " goes on");
        }
        PrivateFolders.makePrivate(file);
        super.openFile(name);
    }
}

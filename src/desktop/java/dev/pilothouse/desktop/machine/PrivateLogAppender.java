package dev.pilothouse.desktop.machine;

import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.pilothouse.desktop.journal.PrivateFolders;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a log that only its owner can read: paths, names of hosts and what agents complain of are nobody else's business.
 * Made by {@link LogSetup}, used by logback.
 *
 * @param <E> what is logged
 */
public final class PrivateLogAppender<E> extends RollingFileAppender<E> {

    /** Called for the first file and for each that follows a full one. */
    @Override
    public void openFile(String name) throws IOException {
        Path file = Path.of(name).toAbsolutePath();
        PrivateFolders.create(file.getParent());
        try {
            // Before a word is in it. One that is there may be of an earlier release, which left it open to others.
            Files.createFile(file);
        } catch (FileAlreadyExistsException goesOn) {
            addInfo(name + " goes on");
        }
        PrivateFolders.makePrivate(file);
        super.openFile(name);
    }
}

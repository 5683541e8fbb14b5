package dev.pilothouse.desktop.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens journal files. An interface, so that tests can simulate a full disk. Thread-safe. */
@FunctionalInterface
public interface JournalFileSystem {
    /** The real file system. */
    JournalFileSystem REAL = path ->
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

    /** Opens the file for reading and appending, and creates it if it does not exist. */
    FileChannel open(Path path) throws IOException;
}

package dev.pilothouse.desktop.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens the files of journals. A port, so that a disk can be full when it is wanted to be. Any thread. */
@FunctionalInterface
public interface Disk {
    /** The file system as it is. */
    Disk REAL = path ->
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

    /** Opens the file for reading and appending, and makes it where it is not there. */
    FileChannel open(Path path) throws IOException;
}

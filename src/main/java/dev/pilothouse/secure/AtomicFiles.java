package dev.pilothouse.secure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves of files that other programs may hold open. Windows refuses to replace or rename a file while a virus scanner, an
 * indexer, a backup or another reader has it open, which takes moments. So a refused move is repeated for a second there.
 * Other systems have no such refusals, and nothing is repeated. Stateless; any thread; may block for that second.
 */
public final class AtomicFiles {
    static final int ATTEMPTS = 21;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** An access to a file. */
    @FunctionalInterface
    public interface Access<T> {
        T run() throws IOException;
    }

    private AtomicFiles() {}

    /**
     * Replaces a file, or creates it. A reader sees the old content or the new one.
     *
     * @throws IOException if it could not be replaced; its old content is then unchanged
     */
    public static void replace(Path fresh, Path target) throws IOException {
        retrying(target, () -> {
            try {
                return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                return Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    /** Renames a file or folder to a name that is free. */
    public static void rename(Path path, Path free) throws IOException {
        retrying(path, () -> Files.move(path, free));
    }

    /** Repeats an access to a path while Windows refuses it. */
    public static <T> T retrying(Path path, Access<T> access) throws IOException {
        boolean windows = path.getFileSystem().getSeparator().equals("\\");
        return retrying(windows ? ATTEMPTS : 1, path, access, () -> LockSupport.parkNanos(PAUSE_NANOS));
    }

    static <T> T retrying(int attempts, Path path, Access<T> access, Runnable pause) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return access.run();
            } catch (FileSystemException e) {
                if (!mayPass(e) || attempts == 1) {
                    throw e;
                }
                if (attempt >= attempts) {
                    throw new IOException(
                            path + " could not be replaced or moved, because another program uses it. It is unchanged.",
                            e);
                }
                pause.run();
            }
        }
    }

    /** Whether another program may be the reason. The JDK reports that as a denied access, or by the system's text alone. */
    private static boolean mayPass(FileSystemException e) {
        return e instanceof AccessDeniedException
                || !(e instanceof NoSuchFileException
                        || e instanceof FileAlreadyExistsException
                        || e instanceof DirectoryNotEmptyException
                        || e instanceof NotDirectoryException
                        || e instanceof AtomicMoveNotSupportedException);
    }
}

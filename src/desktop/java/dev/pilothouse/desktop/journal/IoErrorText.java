package dev.pilothouse.desktop.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** Formats file system errors for display. Java's own messages are often only a path or a class name. Stateless. */
public final class IoErrorText {
    /** Java has no exception type for this error, only the system's message. */
    private static final String NO_DESCRIPTOR = "Too many open files";

    /** Messages of Linux and macOS, of their disk quotas, and of Windows. */
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

    private IoErrorText() {}

    /** Whether the disk or the quota of this account is full. */
    public static boolean isFull(IOException failure) {
        String message = failure.getMessage();
        return message != null && FULL.stream().anyMatch(message::contains);
    }

    /** A clause to follow a colon, without a full stop. */
    public static String of(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "there is no permission for " + denied.getFile();
        } else if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " is not there";
        } else if (failure instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is in the way";
        } else if (failure instanceof NotDirectoryException file) {
            return file.getFile() + " is no directory";
        }
        String message = failure.getMessage();
        if (isFull(failure)) {
            return "the disk is full: " + message;
        }
        if (message != null && message.contains(NO_DESCRIPTOR)) {
            return "no file descriptors are left; close sessions that nobody needs, or start the host with a higher"
                    + " limit of open files (ulimit -n)";
        }
        return message == null || message.isBlank() ? "the system gave no reason" : message;
    }
}

package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.secure.NewerFileException;
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

    /** The whole sentence about a file of a newer version. */
    public static HostText newer(NewerFileException newer) {
        return HostText.of(HostTextCode.NEWER_FILE, newer.file(), newer.found(), newer.known());
    }

    /** Whether the disk or the quota of this account is full. */
    public static boolean isFull(IOException failure) {
        String message = failure.getMessage();
        return message != null && FULL.stream().anyMatch(message::contains);
    }

    /** A clause to follow a colon, without a full stop, in English. */
    public static String of(IOException failure) {
        return sentence(failure).text();
    }

    /** A clause to follow a colon, without a full stop. */
    public static HostText sentence(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return HostText.of(HostTextCode.IO_NO_PERMISSION, denied.getFile());
        } else if (failure instanceof NoSuchFileException missing) {
            return HostText.of(HostTextCode.IO_MISSING, missing.getFile());
        } else if (failure instanceof FileAlreadyExistsException there) {
            return HostText.of(HostTextCode.IO_IN_THE_WAY, there.getFile());
        } else if (failure instanceof NotDirectoryException file) {
            return HostText.of(HostTextCode.IO_NO_DIRECTORY, file.getFile());
        }
        String message = failure.getMessage();
        if (isFull(failure)) {
            return HostText.of(HostTextCode.IO_DISK_FULL, String.valueOf(message));
        }
        if (message != null && message.contains(NO_DESCRIPTOR)) {
            return HostText.of(HostTextCode.IO_NO_DESCRIPTORS);
        }
        return message == null || message.isBlank()
                ? HostText.of(HostTextCode.IO_NO_REASON)
                : HostText.untranslated(message);
    }
}

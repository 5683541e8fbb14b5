package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.HostMessage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lists a directory of the host, for choosing a session's working directory. Omits names that would be displayed as
 * different ones. Blocks while it reads.
 */
final class DirectoryLister {
    /** Entries beyond this limit are omitted. */
    static final int MAX_ENTRIES = 5_000;

    private static final int MAX_SHOWN = 200;

    private DirectoryLister() {}

    /** @param path absolute, or empty for the home directory of the host's user */
    static HostMessage list(RequestId requestId, String path) {
        try {
            Path directory = path.isEmpty() ? Path.of(System.getProperty("user.home")) : Path.of(path);
            if (!directory.isAbsolute()) {
                return new HostMessage.Failure(
                        requestId, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PATH_NOT_ABSOLUTE));
            }
            Path real = directory.normalize();
            return new HostMessage.Directory(requestId, real.toString(), entries(real));
        } catch (InvalidPathException e) {
            return new HostMessage.Failure(requestId, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PATH_INVALID));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return new HostMessage.Failure(
                    requestId, ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.DIRECTORY_MISSING, shown(path)));
        } catch (AccessDeniedException e) {
            return new HostMessage.Failure(
                    requestId, ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.DIRECTORY_FORBIDDEN, shown(path)));
        } catch (IOException e) {
            return new HostMessage.Failure(
                    requestId,
                    ErrorCode.NO_SUCH_DIRECTORY,
                    HostText.of(HostTextCode.DIRECTORY_UNREADABLE, shown(path)));
        }
    }

    private static String shown(String path) {
        String line = PlainText.line(path);
        return TextCutter.excerpt(line, MAX_SHOWN);
    }

    private static List<DirectoryEntry> entries(Path directory) throws IOException {
        List<DirectoryEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                if (entries.size() == MAX_ENTRIES) {
                    break;
                }
                String name = entry.getFileName().toString();
                if (PlainText.isPlainName(name)) {
                    boolean folder = Files.isDirectory(entry);
                    entries.add(new DirectoryEntry(name, folder, folder && Files.exists(entry.resolve(".git"))));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(DirectoryEntry::directory)
                .reversed()
                .thenComparing(DirectoryEntry::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(DirectoryEntry::name));
        return entries;
    }
}

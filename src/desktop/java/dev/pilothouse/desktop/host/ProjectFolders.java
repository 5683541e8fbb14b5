package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens files and folders of a session's directory, and of no other place. A path is resolved to a real path first.
 * That real path is then opened part by part without following a link, so a folder that is replaced by a link meanwhile
 * leads nowhere. (Windows has no such calls; there the real path is checked again.) Only regular files are opened. The
 * data of version control and the host's own data are refused.
 *
 * <p>Reads the disk. Thread-safe; owns nothing.
 */
final class ProjectFolders {
    private static final int MAX_PATH = 4_096;
    private static final int MAX_SHOWN = 200;
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** Folders that hold keys and journals. */
    private final List<Path> own;

    /** A file or folder within a session's directory; both paths are real. */
    record Place(Path root, Path real) {
        /** Relative to the session's directory, with {@code /} between names; empty for the directory itself. */
        String relative() {
            String path = root.relativize(real).toString();
            return path.replace(root.getFileSystem().getSeparator(), "/");
        }
    }

    /** An open file. The caller closes it. */
    record Opened(SeekableByteChannel channel, BasicFileAttributes attributes) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** @param own folders of the host itself, from which nothing is read */
    ProjectFolders(List<Path> own) {
        this.own = List.copyOf(own);
    }

    /**
     * Finds a file or folder.
     *
     * @param path relative to the directory, or absolute and inside it; empty for the directory itself
     */
    Place find(Path directory, String path) throws RefusedException {
        if (path.length() > MAX_PATH) {
            throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PATH_TOO_LONG));
        }
        Path root;
        try {
            root = directory.toRealPath();
        } catch (IOException e) {
            throw refused(ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.SESSION_DIRECTORY_UNREADABLE));
        }
        Path relative = relative(root, directory, path);
        try {
            Path real = root.resolve(relative).toRealPath();
            if (!real.startsWith(root)) {
                throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.LINK_LEADS_OUT, shown(path)));
            }
            checkContent(root.relativize(real), path);
            checkOwn(real);
            return new Place(root, real);
        } catch (AccessDeniedException e) {
            throw notReadable(path);
        } catch (IOException e) {
            throw missing(path);
        }
    }

    private static Path relative(Path root, Path directory, String path) throws RefusedException {
        try {
            Path wanted = Path.of(path);
            Path relative = wanted;
            if (wanted.isAbsolute()) {
                Path above = wanted.startsWith(root) ? root : directory.toAbsolutePath();
                if (!wanted.startsWith(above)) {
                    throw outside();
                }
                relative = above.relativize(wanted);
            }
            for (Path name : relative) {
                if (name.toString().equals("..")) {
                    throw outside();
                }
                if (!PlainText.isPlainName(name.toString())) {
                    throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.NAME_HIDDEN_CHARACTERS, shown(path)));
                }
            }
            if (relative.isAbsolute() || relative.getRoot() != null) {
                throw outside();
            }
            checkContent(relative, path);
            return relative;
        } catch (InvalidPathException e) {
            throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PATH_INVALID));
        }
    }

    private static void checkContent(Path relative, String path) throws RefusedException {
        for (Path name : relative) {
            if (IgnoredFiles.isOfVersionControl(name.toString())) {
                throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.OF_VERSION_CONTROL, shown(path)));
            }
        }
    }

    private void checkOwn(Path real) throws RefusedException, IOException {
        for (Path folder : own) {
            if (Files.exists(folder) && real.startsWith(folder.toRealPath())) {
                throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.OWN_DATA));
            }
        }
    }

    /** Opens a regular file for reading. Never blocks for a pipe or a device, because these are not opened. */
    Opened open(Place place) throws RefusedException {
        try {
            Path below = place.root().relativize(place.real());
            if (place.real().getFileName() == null || place.real().equals(place.root())) {
                throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.IS_FOLDER));
            }
            DirectoryStream<Path> root = Files.newDirectoryStream(place.root());
            if (root instanceof SecureDirectoryStream<Path> folder) {
                try (SecureDirectoryStream<Path> parent = descend(folder, below.getParent())) {
                    return openIn(parent, below.getFileName());
                }
            }
            root.close();
            return openPath(place.real());
        } catch (AccessDeniedException e) {
            throw notReadable(place.relative());
        } catch (IOException e) {
            throw missing(place.relative());
        }
    }

    /** Opens a folder for listing. The caller closes it. Never blocks for a pipe either. */
    DirectoryStream<Path> openFolder(Place place) throws RefusedException {
        try {
            DirectoryStream<Path> root = Files.newDirectoryStream(place.root());
            if (place.real().equals(place.root())) {
                return root;
            }
            if (root instanceof SecureDirectoryStream<Path> folder) {
                return descend(folder, place.root().relativize(place.real()));
            }
            root.close();
            DirectoryStream<Path> stream = Files.newDirectoryStream(place.real());
            if (!place.real().toRealPath().equals(place.real())) {
                stream.close();
                throw changed();
            }
            return stream;
        } catch (NotDirectoryException e) {
            throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.IS_FILE));
        } catch (AccessDeniedException e) {
            throw notReadable(place.relative());
        } catch (IOException e) {
            throw missing(place.relative());
        }
    }

    /** Opens the folders of a path one after the other, and closes each when the next one is open, or if that fails. */
    private static SecureDirectoryStream<Path> descend(SecureDirectoryStream<Path> from, @Nullable Path below)
            throws IOException {
        SecureDirectoryStream<Path> folder = from;
        for (Path name : below == null ? List.<Path>of() : below) {
            try (SecureDirectoryStream<Path> parent = folder) {
                boolean isFolder = parent.getFileAttributeView(
                                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                        .isDirectory();
                if (!isFolder) {
                    // To open a pipe as a folder would block.
                    throw new NotDirectoryException(name.toString());
                }
                folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return folder;
    }

    private static Opened openIn(SecureDirectoryStream<Path> folder, Path name) throws IOException, RefusedException {
        BasicFileAttributeView view =
                folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        BasicFileAttributes before = checked(view.readAttributes());
        return checked(folder.newByteChannel(name, READ), before, view);
    }

    /** For systems without calls that are relative to an open folder. */
    private static Opened openPath(Path real) throws IOException, RefusedException {
        BasicFileAttributeView view =
                Files.getFileAttributeView(real, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        BasicFileAttributes before = checked(view.readAttributes());
        SeekableByteChannel channel = Files.newByteChannel(real, READ);
        if (!real.toRealPath().equals(real)) {
            channel.close();
            throw changed();
        }
        return checked(channel, before, view);
    }

    private static BasicFileAttributes checked(BasicFileAttributes attributes) throws RefusedException {
        if (attributes.isDirectory()) {
            throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.IS_FOLDER));
        }
        if (!attributes.isRegularFile()) {
            throw refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.NO_ORDINARY_FILE));
        }
        return attributes;
    }

    /** The file must still be the one that was checked before it was opened. */
    private static Opened checked(SeekableByteChannel channel, BasicFileAttributes before, BasicFileAttributeView view)
            throws IOException, RefusedException {
        boolean kept = false;
        try {
            BasicFileAttributes after = view.readAttributes();
            if (!after.isRegularFile() || !Objects.equals(before.fileKey(), after.fileKey())) {
                throw changed();
            }
            kept = true;
            return new Opened(channel, after);
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    static RefusedException missing(String path) {
        return refused(ErrorCode.NO_SUCH_FILE, HostText.of(HostTextCode.NO_SUCH_FILE_HERE, shown(path)));
    }

    static RefusedException notReadable(String path) {
        return refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.FILE_NOT_READABLE, shown(path)));
    }

    private static RefusedException outside() {
        return refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.OUTSIDE_DIRECTORY));
    }

    private static RefusedException changed() {
        return refused(ErrorCode.BUSY, HostText.of(HostTextCode.FILE_REPLACED));
    }

    static RefusedException refused(ErrorCode code, HostText text) {
        return new RefusedException(code, text);
    }

    private static String shown(String path) {
        return TextCutter.excerpt(PlainText.line(path), MAX_SHOWN);
    }
}

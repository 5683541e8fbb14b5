package dev.pilothouse.secure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A small file that only its owner may read, replaced atomically. Its mode is 0600 where the file system supports
 * permissions; a folder that it creates gets 0700. A concurrent reader, or a machine after a power loss, sees the old
 * content or the new one.
 *
 * <p>Holds no open files between calls. Writes of the same path must not overlap; the owner ensures this with a lock or
 * lane.
 */
public final class PrivateFile {
    /** Far more than any of our key and list files needs; larger files are rejected. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Path path;

    public PrivateFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    public Path path() {
        return path;
    }

    /**
     * Reads the whole content; empty if the file does not exist.
     *
     * @throws IOException if it cannot be read, or is larger than {@link #MAX_BYTES}
     */
    public Optional<byte[]> read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Replaces the content and returns after it is on disk. */
    public void write(byte[] content) throws IOException {
        write(content, true);
    }

    /**
     * Replaces the content without waiting for the disk. After a power loss the content may be old, new or damaged. Use
     * it only for data that can be restored and whose reader detects damage.
     */
    public void writeUnforced(byte[] content) throws IOException {
        write(content, false);
    }

    private void write(byte[] content, boolean force) throws IOException {
        Path folder = path.resolveSibling("");
        createFolder(folder);
        // A unique name, so that two programs that share a folder do not write into the same temporary file.
        Path temporary =
                Files.createTempFile(folder, path.getFileName() + ".", ".new", attributes(folder, "rw-------"));
        try {
            OwnerPermissions.apply(temporary);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (force) {
                    channel.force(true);
                }
            }
            AtomicFiles.replace(temporary, path);
        } finally {
            Files.deleteIfExists(temporary);
        }
        if (force) {
            forceFolder(folder);
        }
    }

    /** Renames a damaged file to {@code NAME.damaged-N}, so that its content is kept. */
    public Path moveAside() throws IOException {
        return moveAside("damaged");
    }

    /** Renames the file to {@code NAME.WHY-N}. */
    public Path moveAside(String why) throws IOException {
        for (int n = 1; ; n++) {
            Path aside = path.resolveSibling(path.getFileName() + "." + why + "-" + n);
            try {
                return Files.move(path, aside);
            } catch (FileAlreadyExistsException e) {
                // Taken; try the next number.
            }
        }
    }

    /**
     * Creates a folder and its missing parents with access for the owner only. An existing folder is left unchanged.
     */
    public static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path existing = folder.toAbsolutePath();
        for (Path up = existing.getParent(); up != null && !Files.exists(existing); up = up.getParent()) {
            existing = up;
        }
        Files.createDirectories(folder, attributes(existing, "rwx------"));
        Path made = existing;
        for (Path name : existing.relativize(folder.toAbsolutePath())) {
            made = made.resolve(name);
            OwnerPermissions.apply(made);
        }
    }

    private static FileAttribute<?>[] attributes(Path existing, String permissions) throws IOException {
        if (!Files.getFileStore(existing).supportsFileAttributeView("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static void forceFolder(Path folder) {
        // Makes the rename durable. Windows cannot open a folder; there the rename is already durable.
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}

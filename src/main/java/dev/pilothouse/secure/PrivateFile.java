package dev.pilothouse.secure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A small file that only its owner may read (0600 where the file system knows permissions; its folder 0700 if we make
 * it), replaced as a whole: a reader, or a machine that loses power, sees the old content or the new one.
 *
 * <p>Owns nothing open between calls. Writers of the same path must not overlap; its owner's lock or lane sees to it.
 */
public final class PrivateFile {
    /** Far above what any of our key and list files needs; a larger one is not ours. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Path path;

    public PrivateFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    public Path path() {
        return path;
    }

    /**
     * The whole content, or nothing if there is no such file.
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

    /** Replaces the content and returns once it is on disk. */
    public void write(byte[] content) throws IOException {
        write(content, true);
    }

    /**
     * Replaces the content without waiting for the disk: whoever reads it after a power loss may find the old content, the
     * new one, or a damaged one. For what can be had again and tells damage by itself.
     */
    public void writeUnforced(byte[] content) throws IOException {
        write(content, false);
    }

    private void write(byte[] content, boolean force) throws IOException {
        Path folder = path.getParent();
        createFolder(folder);
        // A name of its own: two programs that share a folder must not write into each other's half-made file.
        Path temporary =
                Files.createTempFile(folder, path.getFileName() + ".", ".new", attributes(folder, "rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (force) {
                    channel.force(true);
                }
            }
            move(temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
        if (force) {
            forceFolder(folder);
        }
    }

    private void move(Path temporary) throws IOException {
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Puts a damaged file out of the way under {@code NAME.damaged-N}, so that nothing of it is lost. */
    public Path keepAside() throws IOException {
        return keepAside("damaged");
    }

    /** Renames the file to {@code NAME.WHY-N}. */
    public Path keepAside(String why) throws IOException {
        for (int n = 1; ; n++) {
            Path aside = path.resolveSibling(path.getFileName() + "." + why + "-" + n);
            try {
                return Files.move(path, aside);
            } catch (FileAlreadyExistsException e) {
                // The next number is free, or the one after it.
            }
        }
    }

    /** Makes a folder, and those above it, for their owner alone; one that is there is taken as it is. */
    public static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path existing = folder;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        Files.createDirectories(folder, attributes(existing, "rwx------"));
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
        // Makes the rename durable. Windows cannot open a folder; there the rename is durable by itself.
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}

package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Content of one session that is too large for an update, one file each, named by its SHA-256.
 *
 * <p>Owns the session's folder of blobs and nothing open. Any thread. A blob is on disk when {@link #put} returns, so
 * an update that names it never names nothing.
 */
public final class BlobStore {
    /** Longer content is cut: in base64 it must fit into a frame of 8 MiB. */
    public static final int MAX_BYTES = 5 * 1024 * 1024;

    private static final byte[] CUT = "\n… cut here, the rest was not kept".getBytes(StandardCharsets.UTF_8);
    private static final Pattern NAME = Pattern.compile("b[0-9a-f]{64}");

    private static final int MAX_NAME = 60;

    private static final int MAX_NAMES = 4;

    private final Path folder;
    private final Path brought;
    private final Path shown;

    public BlobStore(Path folder) {
        this.folder = folder;
        this.brought = folder.resolve("brought");
        this.shown = folder.resolve("shown");
    }

    /** Keeps the text; the same text again costs nothing. */
    public BlobId put(String text) throws IOException {
        return put(bounded(text), folder);
    }

    /** How much of something there is. */
    public record Size(int files, long bytes) {
        public static final Size NONE = new Size(0, 0);

        public Size plus(Size more) {
            return new Size(files + more.files, bytes + more.bytes);
        }
    }

    /** Keeps what a device has brought, apart from what the agent has made, so that it can be counted. */
    public BlobId bring(byte[] bytes) throws IOException {
        return put(bytes, brought);
    }

    /** Keeps a file that the agent shows, apart from the rest, so that it can be counted. */
    public BlobId show(byte[] bytes) throws IOException {
        return put(bytes, shown);
    }

    /** How much devices have brought, by a look at the disk. */
    public Size brought() throws IOException {
        return sizeOfAll(brought);
    }

    /** How much the agent has shown, by a look at the disk. */
    public Size shown() throws IOException {
        return sizeOfAll(shown);
    }

    private static Size sizeOfAll(Path place) throws IOException {
        int files = 0;
        long bytes = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(place)) {
            for (Path file : all) {
                files++;
                bytes += sizeOf(file);
            }
        } catch (NoSuchFileException e) {
            return Size.NONE;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new Size(files, bytes);
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            // One that was under way a moment ago.
            return 0;
        }
    }

    /** The blob with these bytes, if it is kept already. */
    public Optional<BlobId> find(byte[] bytes) {
        BlobId id = idOf(bytes);
        return size(id) < 0 ? Optional.empty() : Optional.of(id);
    }

    private static BlobId idOf(byte[] bytes) {
        return new BlobId("b" + HexFormat.of().formatHex(sha256(bytes)));
    }

    /** Keeps the bytes; the same bytes again cost nothing. @throws IOException also for more than {@link #MAX_BYTES} and a note */
    private BlobId put(byte[] bytes, Path place) throws IOException {
        if (bytes.length > MAX_BYTES + CUT.length) {
            throw new IOException("A blob of " + bytes.length + " bytes is too large");
        }
        BlobId id = idOf(bytes);
        Path file = place.resolve(id.value());
        if (Files.exists(file)) {
            return id;
        }
        PrivateFolders.create(folder);
        PrivateFolders.create(place);
        Path temporary = Files.createTempFile(place, "new-", ".tmp");
        try {
            PrivateFolders.makePrivate(temporary);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file);
        } catch (FileAlreadyExistsException e) {
            return id;
        } finally {
            Files.deleteIfExists(temporary);
        }
        PrivateFolders.force(place);
        PrivateFolders.force(folder);
        return id;
    }

    /** Where the blob lies, or would lie. */
    private Path file(BlobId id) {
        Path made = folder.resolve(id.value());
        if (Files.exists(made)) {
            return made;
        }
        Path other = shown.resolve(id.value());
        return Files.exists(other) ? other : brought.resolve(id.value());
    }

    /** The text, or empty if there is no such blob. */
    public Optional<String> get(BlobId id) throws IOException {
        // The id comes from a client: only a name that we could have given may become a path.
        if (!NAME.matcher(id.value()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file(id), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The bytes, or empty if there is no such blob. */
    public Optional<byte[]> bytes(BlobId id) throws IOException {
        return size(id) < 0 ? Optional.empty() : Optional.of(Files.readAllBytes(file(id)));
    }

    /** In bytes, or -1 if there is no such blob. */
    public long size(BlobId id) {
        if (!NAME.matcher(id.value()).matches()) {
            return -1;
        }
        try {
            return Files.size(file(id));
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * The blob as a file whose name a program understands, for programs that are told where it is. Made when it is first
     * asked for; beyond a few names of one blob, under one of those.
     */
    public Path named(BlobId id, String name) throws IOException {
        byte[] bytes = bytes(id).orElseThrow(() -> new NoSuchFileException(id.value()));
        Path place = folder.resolve("as-" + id.value().substring(1, 17));
        Path file = place.resolve(fileName(name));
        if (!Files.exists(file)) {
            PrivateFolders.create(folder);
            PrivateFolders.create(place);
            List<Path> others = files(place);
            if (others.size() >= MAX_NAMES) {
                // Each name is a copy on the disk.
                return others.get(0);
            }
            Path temporary = Files.createTempFile(place, "new-", ".tmp");
            try {
                PrivateFolders.makePrivate(temporary);
                Files.write(temporary, bytes);
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
        return file;
    }

    private static List<Path> files(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> !file.getFileName().toString().endsWith(".tmp"))
                    .sorted()
                    .toList();
        }
    }

    /** Letters, digits and a few signs; never a path, never hidden. */
    private static String fileName(String name) {
        String safe = name.replaceAll("[^\\p{L}\\p{N}._ -]", "_").strip();
        safe = safe.length() <= MAX_NAME ? safe : safe.substring(safe.length() - MAX_NAME);
        return safe.isEmpty() || safe.startsWith(".") ? "_" + safe : safe;
    }

    private static byte[] bounded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return bytes;
        }
        int end = MAX_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        byte[] cut = Arrays.copyOf(bytes, end + CUT.length);
        System.arraycopy(CUT, 0, cut, end, CUT.length);
        return cut;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

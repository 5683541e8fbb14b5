package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.TextCutter;
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
 * Stores content of one session that is too large for an update. Each blob is one file, named by its SHA-256.
 *
 * <p>Owns the session's blob folder; holds no open files. Thread-safe. A blob is on disk when {@link #put} returns, so
 * an update never references a missing blob.
 */
public final class BlobStore {
    /** Longer text is cut. In base64 a blob must fit into a frame of 8 MiB. */
    public static final int MAX_BYTES = 5 * 1024 * 1024;

    private static final byte[] CUT = "\n… cut here, the rest was not kept".getBytes(StandardCharsets.UTF_8);
    private static final Pattern NAME = Pattern.compile("b[0-9a-f]{64}");

    private static final int MAX_NAME = 60;
    /** Names of devices of Windows, with any ending, such as {@code CON.png}. */
    private static final Pattern RESERVED = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])( *\\..*)?",
            Pattern.CASE_INSENSITIVE);

    private static final int MAX_NAMES = 4;

    private final Path folder;
    private final Path uploads;
    private final Path shown;

    public BlobStore(Path folder) {
        this.folder = folder;
        this.uploads = folder.resolve("brought");
        this.shown = folder.resolve("shown");
    }

    /** Stores the text. Storing the same text again writes nothing. */
    public BlobId put(String text) throws IOException {
        return put(bounded(text), folder);
    }

    /** A number of files and their total size. */
    public record Size(int files, long bytes) {
        public static final Size NONE = new Size(0, 0);

        public Size plus(Size more) {
            return new Size(files + more.files, bytes + more.bytes);
        }
    }

    /** Stores an upload of a device. Uploads have their own folder, so that they can be counted. */
    public BlobId putUpload(byte[] bytes) throws IOException {
        return put(bytes, uploads);
    }

    /** Stores a file that the agent shows. These files have their own folder, so that they can be counted. */
    public BlobId show(byte[] bytes) throws IOException {
        return put(bytes, shown);
    }

    /** The size of all uploads. Reads the folder. */
    public Size uploadedSize() throws IOException {
        return sizeOfAll(uploads);
    }

    /** The size of all files that the agent showed. Reads the folder. */
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
            // A temporary file that was renamed or deleted meanwhile.
            return 0;
        }
    }

    /** The id of the blob with these bytes, if it is stored. */
    public Optional<BlobId> find(byte[] bytes) {
        BlobId id = idOf(bytes);
        return size(id) < 0 ? Optional.empty() : Optional.of(id);
    }

    private static BlobId idOf(byte[] bytes) {
        return new BlobId("b" + HexFormat.of().formatHex(sha256(bytes)));
    }

    /**
     * Stores the bytes. Storing the same bytes again writes nothing. @throws IOException also if they exceed
     * {@link #MAX_BYTES} plus the cut notice
     */
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

    /** The path of the blob, whether it exists or not. */
    private Path file(BlobId id) {
        Path made = folder.resolve(id.value());
        if (Files.exists(made)) {
            return made;
        }
        Path other = shown.resolve(id.value());
        return Files.exists(other) ? other : uploads.resolve(id.value());
    }

    /** The text, or empty if there is no such blob. */
    public Optional<String> get(BlobId id) throws IOException {
        // The id comes from a client. Only names that this class generates may become a path.
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

    /** The size in bytes, or -1 if there is no such blob. */
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
     * The path of a copy of the blob with a readable file name, for programs that receive the path. The copy is created
     * on first use. A blob has at most {@value #MAX_NAMES} such names; beyond that, an existing one is returned.
     */
    public Path findNamed(BlobId id, String name) throws IOException {
        byte[] bytes = bytes(id).orElseThrow(() -> new NoSuchFileException(id.value()));
        Path place = folder.resolve("as-" + id.value().substring(1, 17));
        Path file = place.resolve(fileName(name));
        if (!Files.exists(file)) {
            PrivateFolders.create(folder);
            PrivateFolders.create(place);
            List<Path> others = files(place);
            if (others.size() >= MAX_NAMES) {
                // Each name is a copy on disk, so their number is bounded.
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

    /** Letters, digits and a few signs; never a path, never a hidden file, and none that Windows reserves. */
    static String fileName(String name) {
        String safe = name.replaceAll("[^\\p{L}\\p{N}._ -]", "_").strip();
        safe = TextCutter.tail(safe, MAX_NAME);
        // Windows drops dots and spaces at the end, so another file would be meant.
        safe = safe.replaceAll("[. ]+$", "_");
        return safe.isEmpty() || safe.startsWith(".") || RESERVED.matcher(safe).matches() ? "_" + safe : safe;
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

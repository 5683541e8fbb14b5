package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Content of one session that is too large for an update, one file each, named by its SHA-256.
 *
 * <p>Owns the session's folder of blobs and nothing open. Any thread. A blob is on disk when {@link #put} returns, so
 * an update that names it never names nothing.
 */
public final class BlobStore {
    /** What is longer is cut: the bridge carries at most 8 MiB in a frame. */
    public static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final Pattern NAME = Pattern.compile("b[0-9a-f]{64}");

    private final Path folder;

    public BlobStore(Path folder) {
        this.folder = folder;
    }

    /** Keeps the text; the same text again costs nothing. */
    public BlobId put(String text) throws IOException {
        byte[] bytes = bounded(text);
        BlobId id = new BlobId("b" + HexFormat.of().formatHex(sha256(bytes)));
        Path file = folder.resolve(id.value());
        if (Files.exists(file)) {
            return id;
        }
        PrivateFolders.create(folder);
        Path temporary = Files.createTempFile(folder, "new-", ".tmp");
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
        PrivateFolders.force(folder);
        return id;
    }

    /** The text, or empty if there is no such blob. */
    public Optional<String> get(BlobId id) throws IOException {
        // The id comes from a client: only a name that we could have given may become a path.
        if (!NAME.matcher(id.value()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(folder.resolve(id.value()), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
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
        byte[] note = "\n… cut here, the rest was not kept".getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(bytes, end + note.length);
        System.arraycopy(note, 0, cut, end, note.length);
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

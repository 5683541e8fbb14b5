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
import java.nio.file.StandardCopyOption;
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

    private static final byte[] CUT = "\n… cut here, the rest was not kept".getBytes(StandardCharsets.UTF_8);
    private static final Pattern NAME = Pattern.compile("b[0-9a-f]{64}");

    private static final int MAX_NAME = 60;

    private final Path folder;

    public BlobStore(Path folder) {
        this.folder = folder;
    }

    /** Keeps the text; the same text again costs nothing. */
    public BlobId put(String text) throws IOException {
        return put(bounded(text));
    }

    /** Keeps the bytes; the same bytes again cost nothing. @throws IOException also for more than {@link #MAX_BYTES} and a note */
    public BlobId put(byte[] bytes) throws IOException {
        if (bytes.length > MAX_BYTES + CUT.length) {
            throw new IOException("A blob of " + bytes.length + " bytes is too large");
        }
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

    /** The bytes, or empty if there is no such blob. */
    public Optional<byte[]> bytes(BlobId id) throws IOException {
        return size(id) < 0 ? Optional.empty() : Optional.of(Files.readAllBytes(folder.resolve(id.value())));
    }

    /** In bytes, or -1 if there is no such blob. */
    public long size(BlobId id) {
        if (!NAME.matcher(id.value()).matches()) {
            return -1;
        }
        try {
            return Files.size(folder.resolve(id.value()));
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * The blob as a file whose name a program understands, for programs that are told where it is. Made when it is first
     * asked for.
     */
    public Path named(BlobId id, String name) throws IOException {
        byte[] bytes = bytes(id).orElseThrow(() -> new NoSuchFileException(id.value()));
        Path place = folder.resolve("as-" + id.value().substring(1, 17));
        Path file = place.resolve(fileName(name));
        if (!Files.exists(file)) {
            PrivateFolders.create(folder);
            PrivateFolders.create(place);
            Path temporary = Files.createTempFile(place, "new-", ".tmp");
            PrivateFolders.makePrivate(temporary);
            Files.write(temporary, bytes);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
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

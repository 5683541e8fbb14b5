package dev.pilothouse.desktop.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Facts for a list of changes about a file of the working tree that git has no object for. Immutable.
 *
 * @param id the id that git would give to the bytes of the file, or one from its size and time if it is large
 * @param lines number of lines; 0 for a binary or a large file
 * @param binary whether it has a NUL near its beginning, as git decides it
 */
record FileContent(String id, int lines, boolean binary) {
    static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final int LOOKED_AT = 8_000;

    private static FileContent read(Path file, BasicFileAttributes attributes) throws IOException {
        long size = attributes.size();
        if (size > MAX_BYTES) {
            return new FileContent(size + "-" + attributes.lastModifiedTime().toMillis(), 0, binary(file));
        }
        byte[] bytes = Files.readAllBytes(file);
        int lines = 0;
        for (byte one : bytes) {
            lines += one == '\n' ? 1 : 0;
        }
        boolean binary = isBinary(bytes);
        if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
            lines++;
        }
        return new FileContent(blobId(bytes), binary ? 0 : lines, binary);
    }

    /** Returns whether git takes the bytes for binary. */
    static boolean isBinary(byte[] bytes) {
        for (int i = 0; i < Math.min(LOOKED_AT, bytes.length); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean binary(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return isBinary(stream.readNBytes(LOOKED_AT));
        }
    }

    static String blobId(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Remembers the contents of a bounded number of files until they change. Thread-safe. */
    static final class Cache {
        private static final int FILES = 2_000;

        private record Known(long size, long time, FileContent content) {}

        private final Map<Path, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
                return size() > FILES;
            }
        };

        /** Reads the file unless its size and time are as before. Empty if it cannot be read. */
        Optional<FileContent> of(Path file) {
            try {
                BasicFileAttributes now =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                long time = now.lastModifiedTime().to(TimeUnit.NANOSECONDS);
                synchronized (known) {
                    Known before = known.get(file);
                    if (before != null && before.size() == now.size() && before.time() == time) {
                        return Optional.of(before.content());
                    }
                }
                FileContent content = read(file, now);
                synchronized (known) {
                    known.put(file, new Known(now.size(), time, content));
                }
                return Optional.of(content);
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        }
    }
}

package dev.pilothouse.desktop.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the contents of changed files whose differences a device has read, so that later ones can be compared with them
 * although git never had them. Keeps {@value #TOTAL} bytes, those that were read last; a larger file than {@value #EACH}
 * bytes is not kept. Lives in memory, so a restart of the host forgets them. Thread-safe.
 */
final class SeenContentCache {
    static final int EACH = 512 * 1024;
    static final int TOTAL = 8 * 1024 * 1024;

    // Guarded by this.
    private final Map<String, byte[]> contents = new LinkedHashMap<>(64, 0.75f, true);
    private int total;

    /** Keeps the file if it still has the content with that id. */
    void keep(Path file, String id) {
        synchronized (this) {
            if (contents.get(id) != null) {
                return;
            }
        }
        try {
            if (Files.size(file) > EACH) {
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length <= EACH && FileContent.blobId(bytes).equals(id)) {
                put(id, bytes);
            }
        } catch (IOException unreadable) {
            // It is gone by now.
        }
    }

    private synchronized void put(String id, byte[] bytes) {
        if (contents.put(id, bytes) == null) {
            total += bytes.length;
        }
        for (Iterator<byte[]> oldest = contents.values().iterator(); total > TOTAL; oldest.remove()) {
            total -= oldest.next().length;
        }
    }

    synchronized Optional<byte[]> get(String id) {
        return Optional.ofNullable(contents.get(id));
    }
}

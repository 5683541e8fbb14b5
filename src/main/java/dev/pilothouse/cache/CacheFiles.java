package dev.pilothouse.cache;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encrypted files of the cache. Each host has a folder with one file for the host, one for intents and one for each
 * session. Names are hashes, so that they reveal nothing. At most {@link Limits#sessions()} sessions with
 * {@link Limits#bytes()} bytes in total are stored; the least recently used are removed first.
 *
 * <p>Owns the folder's content and the cipher; its monitor guards both. Any thread, but each call may use the disk. A
 * failure is logged, and the content counts as not stored. Nothing is open between calls, so there is nothing to close.
 */
final class CacheFiles {

    static final String HOST = "host";
    static final String INTENTS = "intents";

    private static final Logger LOG = LoggerFactory.getLogger(CacheFiles.class);
    private static final String SESSION = "s-";

    /**
     * The limits of the cache.
     *
     * @param sessions number of sessions, of all hosts
     * @param bytes encrypted size of all sessions
     * @param bytesOfOne encrypted size of one session; a larger one is not stored
     */
    record Limits(int sessions, long bytes, int bytesOfOne) {
        static final Limits DEFAULT = new Limits(200, 32L * 1024 * 1024, 1024 * 1024);
    }

    private final Path folder;
    private final SecureStore secrets;
    private final Clock clock;
    private final Limits limits;
    /** Sizes of the sessions' files, the least recently used first. Null before the folder was read. */
    private @Nullable Map<Path, Long> sessions;

    private long bytes;
    private @Nullable CacheCipher cipher;
    private boolean isFailing;

    CacheFiles(Path folder, SecureStore secrets, Clock clock, Limits limits) {
        this.folder = folder;
        this.secrets = secrets;
        this.clock = clock;
        this.limits = limits;
    }

    static String session(SessionId sessionId) {
        return SESSION + hash(sessionId.value());
    }

    /**
     * The content that was written under this name by the same version. A damaged file, or one of another version, is
     * removed.
     */
    synchronized Optional<byte[]> read(HostId hostId, String name, int version) {
        Path file = file(hostId, name);
        try {
            Optional<byte[]> sealed = readable(file);
            if (sealed.isEmpty()) {
                return Optional.empty();
            }
            Optional<byte[]> content =
                    cipher().open(sealed.get(), label(hostId, name, version)).flatMap(Compression::unpack);
            if (content.isEmpty()) {
                LOG.info(
                        "The cached data of host {} named {} is damaged or of another version, and is removed",
                        hostId,
                        name);
                remove(file);
            } else if (isSession(file)) {
                used(file, Files.size(file));
            }
            return content;
        } catch (IOException | UncheckedIOException e) {
            failed("read", e);
            return Optional.empty();
        }
    }

    private static Optional<byte[]> readable(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > PrivateFile.MAX_BYTES) {
            return Optional.of(new byte[0]);
        }
        return new PrivateFile(file).read();
    }

    /** Removes content that was read but could not be decoded. */
    synchronized void drop(HostId hostId, String name) {
        LOG.info("The cached data of host {} named {} cannot be parsed, and is removed", hostId, name);
        try {
            remove(file(hostId, name));
        } catch (IOException e) {
            failed("removed", e);
        }
    }

    /**
     * Replaces the content under this name.
     *
     * @param force whether the content must survive a power loss once this returns
     * @return false if it is too large; the old content then stays
     */
    synchronized boolean write(HostId hostId, String name, int version, byte[] content, boolean force) {
        try {
            byte[] sealed = cipher().seal(Compression.pack(content), label(hostId, name, version));
            Path file = file(hostId, name);
            if (sealed.length > (isSession(file) ? limits.bytesOfOne() : PrivateFile.MAX_BYTES)) {
                return false;
            }
            if (force) {
                new PrivateFile(file).write(sealed);
            } else {
                new PrivateFile(file).writeUnforced(sealed);
            }
            if (isSession(file)) {
                used(file, sealed.length);
                makeRoom();
            }
            isFailing = false;
        } catch (IOException | UncheckedIOException e) {
            failed("written", e);
        }
        return true;
    }

    /** Removes the sessions of a host that are not in this set. */
    synchronized void retain(HostId hostId, Set<SessionId> known) {
        Set<String> names = new HashSet<>();
        known.forEach(sessionId -> names.add(session(sessionId)));
        Path parent = folder.resolve(hash(hostId.value()));
        try {
            for (Path file : List.copyOf(index().keySet())) {
                if (file.startsWith(parent)
                        && !names.contains(file.getFileName().toString())) {
                    remove(file);
                }
            }
        } catch (IOException e) {
            failed("removed", e);
        }
    }

    synchronized void removeHost(HostId hostId) {
        removeFolder(folder.resolve(hash(hostId.value())));
    }

    /** Removes the folders of all hosts that are not in this set. */
    synchronized void retainHosts(Set<HostId> hosts) {
        Set<String> names = new HashSet<>();
        hosts.forEach(host -> names.add(hash(host.value())));
        try {
            for (Path child : children(folder)) {
                if (!names.contains(child.getFileName().toString())) {
                    removeFolder(child);
                }
            }
        } catch (IOException e) {
            failed("removed", e);
        }
    }

    private void removeFolder(Path gone) {
        try {
            for (Path file : children(gone)) {
                remove(file);
            }
            Files.deleteIfExists(gone);
        } catch (IOException e) {
            failed("removed", e);
        }
    }

    private void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        Long size = index().remove(file);
        bytes -= size == null ? 0 : size;
    }

    // --- bounds

    private void used(Path file, long size) throws IOException {
        Long before = index().remove(file);
        bytes += size - (before == null ? 0 : before);
        index().put(file, size);
        // The modification time keeps the order for the next run of the app.
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    private void makeRoom() throws IOException {
        Iterator<Path> oldest = List.copyOf(index().keySet()).iterator();
        while (index().size() > limits.sessions() || bytes > limits.bytes()) {
            remove(oldest.next());
        }
    }

    private Map<Path, Long> index() throws IOException {
        if (sessions == null) {
            Map<Path, FileTime> found = new LinkedHashMap<>();
            for (Path host : children(folder)) {
                for (Path file : children(host)) {
                    if (file.getFileName().toString().endsWith(".new")) {
                        // Left by an app that ended during a write.
                        Files.deleteIfExists(file);
                    } else if (isSession(file)) {
                        found.put(file, Files.getLastModifiedTime(file));
                    }
                }
            }
            List<Path> byAge = new ArrayList<>(found.keySet());
            byAge.sort(Comparator.comparing(found::get));
            sessions = new LinkedHashMap<>();
            for (Path file : byAge) {
                long size = Files.size(file);
                sessions.put(file, size);
                bytes += size;
            }
        }
        return sessions;
    }

    private static List<Path> children(Path parent) throws IOException {
        List<Path> children = new ArrayList<>();
        if (!Files.isDirectory(parent)) {
            return children;
        }
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(parent)) {
            listing.forEach(children::add);
        } catch (NoSuchFileException e) {
            return children;
        }
        return children;
    }

    // --- names and keys

    private CacheCipher cipher() {
        if (cipher == null) {
            Optional<CacheCipher> known = CacheCipher.load(secrets);
            if (known.isPresent()) {
                cipher = known.get();
            } else {
                cipher = CacheCipher.create(secrets);
                // All existing content was sealed with a key that is gone.
                retainHosts(Set.of());
            }
        }
        return cipher;
    }

    private static CacheCipher.Label label(HostId hostId, String name, int version) {
        return new CacheCipher.Label(version, hostId.value(), name);
    }

    private Path file(HostId hostId, String name) {
        return folder.resolve(hash(hostId.value())).resolve(name);
    }

    private static boolean isSession(Path file) {
        return file.getFileName().toString().startsWith(SESSION);
    }

    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Logs the first failure only: a full disk fails on every write. */
    private void failed(String what, Exception e) {
        if (!isFailing) {
            isFailing = true;
            LOG.warn("The cache of hosts cannot be {}: {}", what, e.toString());
        }
    }
}

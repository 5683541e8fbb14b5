package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.secure.AtomicFiles;
import dev.pilothouse.secure.NewerFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data folder of a host. It contains {@code lock}, {@code folder.json} ({@link FolderRecord}), {@code host.json}
 * while the host runs, {@code host.key}, {@code local.key}, {@code host.jsonl}, {@code audit.jsonl} and its
 * predecessor, the paired devices, the user's {@code agents.json} and {@code away.json}, and {@code away.jsonl}. Each
 * session has a folder {@code sessions/ID/} with {@code journal.jsonl}, {@code index.jsonl} (a cache of the journal)
 * and {@code blobs/}.
 *
 * <p>Owns the folder by a lock: one host at a time. Thread-safe. Ends with {@link #close()}, or with the process.
 */
public final class DataFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final String LOCK = "lock";
    private static final String KEY = "host.key";
    static final String SESSIONS = "sessions";
    private static final String DELETED = "deleted-";

    private final Path root;
    private final FolderLock lock;
    private volatile FolderRecord record;
    private volatile @Nullable FolderLock guard;

    private DataFolder(Path root, FolderLock lock, FolderRecord record) {
        this.root = root;
        this.lock = lock;
        this.record = record;
    }

    /** The result of taking a folder. */
    public sealed interface Taking {
        record Taken(DataFolder folder) implements Taking {}

        /** @param pid of the other host, 0 if it is not known */
        record InUse(Path root, long pid) implements Taking {}

        /** @param reason the system's message */
        record Unusable(Path root, HostText reason) implements Taking {}

        /** The disk has no room for the files that a host needs at its start. @param reason a clause */
        record Full(Path root, HostText reason) implements Taking {}

        /** @param text a sentence that names the file */
        record Newer(HostText text) implements Taking {}
    }

    /** Takes the folder, and creates it if it does not exist. */
    public static Taking take(Path root) {
        try {
            PrivateFolders.create(root);
            Optional<FolderLock> lock = FolderLock.take(root.resolve(LOCK));
            if (lock.isEmpty()) {
                return new Taking.InUse(root, owner(root));
            }
            return lockFolder(root, lock.get());
        } catch (NewerFileException e) {
            return new Taking.Newer(IoErrorText.newer(e));
        } catch (IOException e) {
            return IoErrorText.isFull(e)
                    ? new Taking.Full(root, IoErrorText.sentence(e))
                    : new Taking.Unusable(root, IoErrorText.sentence(e));
        } catch (UnsupportedOperationException e) {
            return new Taking.Unusable(root, HostText.of(HostTextCode.HOST_FILE_SYSTEM));
        }
    }

    private static Taking lockFolder(Path root, FolderLock lock) throws IOException {
        try {
            if (isGuarded(root)) {
                // The lock file was deleted while another host was running.
                lock.close();
                return new Taking.InUse(
                        root, HostInfo.read(root).map(HostInfo::pid).orElse(0L));
            }
            DataFolder folder = new DataFolder(root, lock, FolderRecord.open(root));
            PrivateFolders.create(root.resolve(SESSIONS));
            folder.removeDeleted();
            return new Taking.Taken(folder);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isGuarded(Path root) throws IOException {
        if (!Files.exists(root.resolve(KEY))) {
            return false;
        }
        Optional<FolderLock> guard = FolderLock.guard(root.resolve(KEY));
        guard.ifPresent(FolderLock::close);
        return guard.isEmpty();
    }

    /**
     * Also locks the host's key, so that no second host starts if the lock file is deleted. From now on, no code in
     * this process may open that key.
     *
     * @return whether this host holds the folder exclusively
     */
    public boolean guard() throws IOException {
        guard = FolderLock.guard(root.resolve(KEY)).orElse(null);
        return guard != null;
    }

    /** A notice for display if this folder may be a copy of another. */
    public Optional<HostText> copyNotice() {
        return record.copyNotice();
    }

    /** Whether a host that writes the list of devices at its first start has used this folder before. */
    public boolean hasHostData() {
        return record.found() && Files.exists(file("host.jsonl"));
    }

    /**
     * The same as {@link #hasHostData()}, read without the lock and without changes.
     *
     * @throws IOException if the record cannot be read, or is of a newer version
     */
    public static boolean hasHostData(Path root) throws IOException {
        return FolderRecord.read(root).found() && Files.exists(root.resolve("host.jsonl"));
    }

    /** Records that this folder has its own identity, even if it was copied. */
    public void forgetOrigin() {
        record = record.withoutOrigin(root);
    }

    /**
     * The same as {@link #copyNotice()}, read without the lock and without changes.
     *
     * @throws IOException if the record cannot be read, or is of a newer version
     */
    public static Optional<HostText> copyNotice(Path root) throws IOException {
        return FolderRecord.read(root).copyNotice();
    }

    /**
     * The pid of the process that holds the folder, according to the lock file; 0 if none does. Does not try the lock:
     * that could make a host that starts at the same time fail.
     */
    public static long holderPid(Path root) {
        long pid = owner(root);
        return pid != 0 && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() ? pid : 0;
    }

    private static long owner(Path root) {
        Path lock = root.resolve(LOCK);
        if (FolderLock.isHeldHere(lock)) {
            // Closing the file after reading would release the lock.
            return ProcessHandle.current().pid();
        }
        try {
            return Long.parseLong(
                    Files.readString(lock, StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            // On Windows no other process can read a locked file.
            return 0;
        }
    }

    public Path root() {
        return root;
    }

    /** Path of a file directly in the folder. */
    public Path file(String name) {
        return root.resolve(name);
    }

    public void announce(HostInfo info) throws IOException {
        info.write(root);
    }

    /** The sessions that have files, in no meaningful order. Their journals may be missing. */
    public List<SessionId> sessions() throws IOException {
        List<SessionId> ids = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root.resolve(SESSIONS))) {
            for (Path folder : folders.sorted().toList()) {
                String name = folder.getFileName().toString();
                if (!name.startsWith(DELETED) && Files.isDirectory(folder) && !isEmpty(folder)) {
                    sessionId(name).ifPresent(ids::add);
                }
            }
        }
        return ids;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static Optional<SessionId> sessionId(String name) {
        try {
            return Optional.of(new SessionId(name));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Whether the session's folder contains nothing but a journal. */
    public boolean holdsJournalAlone(SessionId sessionId) {
        try (Stream<Path> files = Files.list(sessionFolder(sessionId))) {
            return files.allMatch(file -> file.equals(journal(sessionId)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Creates the session's folder. */
    public void createSession(SessionId sessionId) throws IOException {
        PrivateFolders.create(sessionFolder(sessionId));
        PrivateFolders.force(root.resolve(SESSIONS));
    }

    /** Makes new files of the session's folder durable. */
    public void forceSession(SessionId sessionId) {
        PrivateFolders.force(sessionFolder(sessionId));
    }

    public Path journal(SessionId sessionId) {
        return sessionFolder(sessionId).resolve("journal.jsonl");
    }

    /** The session's cached summary, readable without its journal. It may be missing and may be deleted. */
    public Path index(SessionId sessionId) {
        return sessionFolder(sessionId).resolve("index.jsonl");
    }

    public BlobStore blobs(SessionId sessionId) {
        return new BlobStore(sessionFolder(sessionId).resolve("blobs"));
    }

    /** Deletes all data of the session. Once this returns, the session does not reappear, even after a crash. */
    public void deleteSession(SessionId sessionId) throws IOException {
        Path folder = sessionFolder(sessionId);
        if (!Files.exists(folder)) {
            return;
        }
        Path doomed = folder.resolveSibling(DELETED + sessionId.value());
        AtomicFiles.rename(folder, doomed);
        PrivateFolders.force(root.resolve(SESSIONS));
        try {
            removeTree(doomed);
        } catch (IOException e) {
            // Another program holds a file of it. The session is deleted; the next start removes the rest.
            LOG.warn("Files of a deleted session stay until the next start: {}", e.toString());
        }
    }

    private Path sessionFolder(SessionId sessionId) {
        return root.resolve(SESSIONS).resolve(sessionId.value());
    }

    private void removeDeleted() throws IOException {
        try (Stream<Path> folders = Files.list(root.resolve(SESSIONS))) {
            for (Path folder : folders.toList()) {
                if (folder.getFileName().toString().startsWith(DELETED) || isEmptyFolder(folder)) {
                    removeTree(folder);
                }
            }
        }
    }

    /** A session's folder is empty if the disk had no room for its journal. */
    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void removeTree(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(HostInfo.file(root));
        } catch (IOException e) {
            // The file names a process that has ended, so it is not taken for a running host.
        }
        FolderLock last = guard;
        if (last != null) {
            last.close();
        }
        lock.close();
    }
}

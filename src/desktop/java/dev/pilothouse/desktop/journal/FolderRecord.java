package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of {@code folder.json}: the format version of the data folder, and its location when a host last used it.
 * A copy of the folder contains the same file at another path, so it is detected as a copy. A moved folder keeps its
 * file key (device and inode) where the file system has one.
 *
 * @param path real path of the folder
 * @param fileKey device and inode as the system prints them; empty where there is none
 * @param copyOf the path from which this folder was copied; empty if it is no copy, or if that path is no longer in use
 * @param found whether the file existed already
 */
record FolderRecord(String path, String fileKey, String copyOf, boolean found) {
    private static final Logger LOG = LoggerFactory.getLogger(FolderRecord.class);
    private static final String FILE = "folder.json";
    static final int VERSION = 1;

    private static final RecordCodec<FolderRecord> CONTENT = io -> {
        io.put("version", Json.INT, record -> VERSION);
        return new FolderRecord(
                io.put("path", Json.TEXT, FolderRecord::path),
                io.put("fileKey", Json.TEXT, FolderRecord::fileKey, ""),
                io.opt("copyOf", Json.TEXT, FolderRecord::copyOf),
                true);
    };

    /** Reads the record without changing it, and compares it with the current location. */
    static FolderRecord read(Path root) throws IOException {
        FolderRecord here = at(root);
        PrivateFile file = new PrivateFile(root.resolve(FILE));
        Optional<byte[]> content = file.read();
        if (content.isEmpty()) {
            return here;
        }
        try {
            FieldReader fields =
                    new FieldReader(StrictJson.parseObject(new String(content.get(), StandardCharsets.UTF_8)));
            NewerFileException.check(file.path(), fields.number("version"), VERSION);
            return here.after(CONTENT.decode(fields));
        } catch (CodecException damaged) {
            LOG.warn("{} is damaged ({}) and is rewritten", file.path(), damaged.getMessage());
            return here;
        }
    }

    /** Reads the record and writes the current location. For the owner of the folder's lock. */
    static FolderRecord open(Path root) throws IOException {
        FolderRecord record = read(root);
        record.save(root);
        return record;
    }

    /** A record without an origin, for a folder with its own identity. Written to disk like in {@link #open}. */
    FolderRecord withoutOrigin(Path root) {
        FolderRecord own = new FolderRecord(path, fileKey, "", found);
        own.save(root);
        return own;
    }

    /** A full disk does not stop the host. */
    private void save(Path root) {
        try {
            write(root);
        } catch (IOException full) {
            LOG.warn("{} could not be written: {}", root.resolve(FILE), full.toString());
        }
    }

    private static FolderRecord at(Path root) throws IOException {
        Path real = root.toRealPath();
        Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
        return new FolderRecord(real.toString(), key == null ? "" : key.toString(), "", false);
    }

    private FolderRecord after(FolderRecord earlier) {
        boolean samePlace = path.equals(earlier.path);
        boolean moved = !fileKey.isEmpty() && fileKey.equals(earlier.fileKey);
        // The origin counts while it has the same identity. A copy of a copy has two origins; only the nearer one is
        // kept.
        String origin = samePlace || moved ? (hasSameKey(earlier.copyOf) ? earlier.copyOf : "") : earlier.path;
        return new FolderRecord(path, fileKey, origin, true);
    }

    /** Whether that folder has the same host key as this one. */
    private boolean hasSameKey(String other) {
        if (other.isEmpty()) {
            return false;
        }
        try {
            Path place = Path.of(other);
            if (FolderLock.isHeldHere(place.resolve("lock")) || FolderLock.isHeldHere(Path.of(path, "lock"))) {
                // Closing a file that this process has locked would release the lock.
                return Files.exists(place.resolve("host.key"));
            }
            Optional<byte[]> theirs = new PrivateFile(place.resolve("host.key")).read();
            Optional<byte[]> ours = new PrivateFile(Path.of(path, "host.key")).read();
            return theirs.isPresent() && ours.isPresent() && Arrays.equals(theirs.get(), ours.get());
        } catch (IOException | InvalidPathException unreadable) {
            return false;
        }
    }

    /** A notice for display if this folder may be a copy. */
    Optional<HostText> copyNotice() {
        if (copyOf.isEmpty()) {
            return Optional.empty();
        }
        HostTextCode notice = hasSameKey(copyOf) ? HostTextCode.FOLDER_COPY : HostTextCode.FOLDER_MOVED;
        return Optional.of(HostText.of(notice, path, copyOf).then(HostText.of(HostTextCode.FOLDER_NEW_IDENTITY)));
    }

    private void write(Path root) throws IOException {
        byte[] content = StrictJson.write(CONTENT.encode(this)).getBytes(StandardCharsets.UTF_8);
        PrivateFile file = new PrivateFile(root.resolve(FILE));
        if (!file.read().map(before -> Arrays.equals(before, content)).orElse(false)) {
            file.write(content);
        }
    }
}

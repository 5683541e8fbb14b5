package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.UploadResult;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Limits uploads in bytes and files, per session and for the whole host, and reserves disk space for the host's own
 * writes. Counts the files on disk, so that a restart changes nothing and a deleted session frees its share.
 *
 * <p>Owns the total, which is counted again when no room seems to be left. Thread-safe; uploads are written one at a
 * time. There is nothing to close.
 */
final class UploadQuota {
    /** The limits. */
    record Limits(long sessionBytes, int sessionFiles, long hostBytes, long reserve) {
        static final Limits NORMAL = new Limits(256L << 20, 1_000, 4L << 30, 512L << 20);
    }

    /** The storage of uploads and its free space. An interface, so that tests can simulate a full disk. */
    interface Place {
        /** Of all sessions together. */
        BlobStore.Size all() throws IOException;

        long freeBytes() throws IOException;
    }

    private static final Duration COUNT_AGAIN = Duration.ofSeconds(10);

    private final Place place;
    private final Clock clock;
    private final Limits limits;
    /** Negative: not counted yet. */
    private long total = -1;

    private Instant countedAt = Instant.MIN;

    /** Limits the uploads in this folder. */
    static UploadQuota of(DataFolder folder, Clock clock) {
        Place place = new Place() {
            @Override
            public BlobStore.Size all() throws IOException {
                BlobStore.Size all = BlobStore.Size.NONE;
                for (SessionId sessionId : folder.sessions()) {
                    all = all.plus(folder.blobs(sessionId).uploadedSize());
                }
                return all;
            }

            @Override
            public long freeBytes() throws IOException {
                return Files.getFileStore(folder.root()).getUsableSpace();
            }
        };
        return new UploadQuota(place, clock, Limits.NORMAL);
    }

    UploadQuota(Place place, Clock clock, Limits limits) {
        this.place = place;
        this.clock = clock;
        this.limits = limits;
    }

    /** The reason why an upload of that size would be refused now, or empty. */
    synchronized Optional<UploadResult.Refused> refusal(BlobStore blobs, long bytes) throws IOException {
        BlobStore.Size session = blobs.uploadedSize();
        if (session.bytes() + bytes > limits.sessionBytes() || session.files() + 1 > limits.sessionFiles()) {
            return refused(HostText.of(
                    HostTextCode.UPLOADS_OF_SESSION_FULL, limits.sessionFiles(), megabytes(limits.sessionBytes())));
        }
        if (total(bytes) + bytes > limits.hostBytes()) {
            return refused(HostText.of(HostTextCode.UPLOADS_OF_HOST_FULL, megabytes(limits.hostBytes())));
        }
        if (place.freeBytes() - bytes < limits.reserve()) {
            return refused(HostText.of(HostTextCode.DISK_NEARLY_FULL, megabytes(limits.reserve())));
        }
        return Optional.empty();
    }

    /** Stores the bytes, or returns why not. Bytes that the session already has take no room. */
    synchronized UploadResult store(BlobStore blobs, byte[] bytes) throws IOException {
        Optional<BlobId> known = blobs.find(bytes);
        if (known.isPresent()) {
            return new UploadResult.Kept(known.get());
        }
        Optional<UploadResult.Refused> refusal = refusal(blobs, bytes.length);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        BlobId kept = blobs.putUpload(bytes);
        total += bytes.length;
        return new UploadResult.Kept(kept);
    }

    private long total(long more) throws IOException {
        boolean full = total + more > limits.hostBytes();
        if (total < 0 || full && !clock.instant().isBefore(countedAt.plus(COUNT_AGAIN))) {
            total = place.all().bytes();
            countedAt = clock.instant();
        }
        return total;
    }

    private static Optional<UploadResult.Refused> refused(HostText text) {
        return Optional.of(new UploadResult.Refused(ErrorCode.BAD_REQUEST, text));
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }
}

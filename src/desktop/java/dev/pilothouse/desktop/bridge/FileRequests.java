package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles one client's file requests: searches, of which a new one cancels the one before, uploads, which arrive in
 * pieces, fetches, and reads of a session's files and folders, at most {@value #READS} at the same time.
 *
 * <p>Owns at most {@value #UPLOADS} unfinished uploads; a new one evicts the oldest. Confined to the connection's
 * reader thread, except for {@link #fetch}; a search or a read replies on the host's own thread. Ends with its connection.
 */
final class FileRequests {
    private static final Logger LOG = LoggerFactory.getLogger(FileRequests.class);
    private static final int UPLOADS = 2;
    static final int READS = 8;
    private static final int MAX_NAME = 128;

    private final SessionFiles files;
    private final Consumer<Supplier<HostMessage>> reply;
    private final Map<String, ByteArrayOutputStream> uploads = new LinkedHashMap<>();
    /** Reads that wait, or whose answer is not sent yet. */
    private final Semaphore reads = new Semaphore(READS);

    private volatile @Nullable Object latestSearch;
    private volatile boolean ended;

    /**
     * @param reply receives exactly one reply for each search and each read, on any thread; the reply is taken when it
     *     is sent
     */
    FileRequests(SessionFiles files, Consumer<Supplier<HostMessage>> reply) {
        this.files = files;
        this.reply = reply;
    }

    /** The connection has ended, so no result is needed. */
    void end() {
        latestSearch = null;
        ended = true;
    }

    void find(ClientMessage.FindFiles find) {
        Object mine = new Object();
        latestSearch = mine;
        files.find(find.sessionId(), find.query(), () -> latestSearch != mine, outcome -> {
            HostMessage message = outcome instanceof FileSearchResult.Found found
                    ? new HostMessage.Files(find.requestId(), found.files(), found.partial())
                    : refusal(find.requestId(), (FileSearchResult.Refused) outcome);
            reply.accept(() -> message);
        });
    }

    void read(ClientMessage.ReadFile read) {
        limited(read.requestId(), answer -> files.read(read, () -> ended, answer));
    }

    void list(ClientMessage.ListFolder list) {
        limited(list.requestId(), answer -> files.list(list, () -> ended, answer));
    }

    /** Bounds the memory of answers that wait for a client that does not receive them. */
    private void limited(RequestId requestId, Consumer<Consumer<HostMessage>> work) {
        if (!reads.tryAcquire()) {
            HostMessage busy =
                    new HostMessage.Failure(requestId, ErrorCode.BUSY, HostText.of(HostTextCode.READS_FULL, READS));
            reply.accept(() -> busy);
            return;
        }
        work.accept(message -> reply.accept(() -> {
            reads.release();
            return message;
        }));
    }

    private static HostMessage refusal(RequestId requestId, FileSearchResult.Refused refused) {
        return new HostMessage.Failure(requestId, refused.code(), refused.sentence());
    }

    HostMessage put(ClientMessage.PutBlob put) {
        RequestId id = put.requestId();
        if (put.total() > SessionFiles.MAX_BYTES) {
            return new HostMessage.Failure(
                    id,
                    ErrorCode.BAD_REQUEST,
                    HostText.of(HostTextCode.UPLOAD_TOO_LARGE, SessionFiles.MAX_BYTES / (1024 * 1024)));
        }
        if (put.total() <= 0 || put.upload().isEmpty() || put.upload().length() > MAX_NAME) {
            return new HostMessage.Failure(id, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.UPLOAD_EMPTY));
        }
        byte[] piece;
        try {
            piece = Base64.getDecoder().decode(put.data());
        } catch (IllegalArgumentException e) {
            return new HostMessage.Failure(id, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.UPLOAD_UNDECODABLE));
        }
        if (put.offset() == 0) {
            Optional<HostMessage> refusal = refusal(put);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            begin(put.upload());
        }
        ByteArrayOutputStream upload = uploads.get(put.upload());
        if (upload == null
                || upload.size() != put.offset()
                || put.offset() + piece.length > put.total()
                || piece.length == 0) {
            uploads.remove(put.upload());
            return new HostMessage.Failure(id, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.UPLOAD_PIECES_WRONG));
        }
        upload.write(piece, 0, piece.length);
        if (upload.size() < put.total()) {
            return new HostMessage.BlobKept(id, upload.size(), null);
        }
        uploads.remove(put.upload());
        return store(put, upload.toByteArray());
    }

    private void begin(String name) {
        uploads.remove(name);
        if (uploads.size() == UPLOADS) {
            uploads.remove(uploads.keySet().iterator().next());
        }
        uploads.put(name, new ByteArrayOutputStream());
    }

    /** Checked before the client uploads all of the file. */
    private Optional<HostMessage> refusal(ClientMessage.PutBlob put) {
        try {
            return files.refusal(put.sessionId(), put.total()).map(refused -> refusal(put, refused));
        } catch (IOException e) {
            return Optional.of(writeFailed(put, e));
        }
    }

    private static HostMessage refusal(ClientMessage.PutBlob put, UploadResult.Refused refused) {
        return new HostMessage.Failure(put.requestId(), refused.code(), refused.sentence());
    }

    private static HostMessage writeFailed(ClientMessage.PutBlob put, IOException failure) {
        LOG.warn("A file for {} could not be stored: {}", put.sessionId(), failure.toString());
        return new HostMessage.Failure(
                put.requestId(), ErrorCode.JOURNAL_FAILED, HostText.of(HostTextCode.UPLOAD_NOT_WRITTEN));
    }

    private HostMessage store(ClientMessage.PutBlob put, byte[] bytes) {
        try {
            UploadResult outcome = files.store(put.sessionId(), bytes);
            return outcome instanceof UploadResult.Kept kept
                    ? new HostMessage.BlobKept(put.requestId(), bytes.length, kept.blobId())
                    : refusal(put, (UploadResult.Refused) outcome);
        } catch (IOException e) {
            return writeFailed(put, e);
        }
    }

    /** Reads the disk. Any thread. */
    HostMessage fetch(ClientMessage.FetchBlob fetch) {
        try {
            Optional<String> content = fetch.binary()
                    ? files.bytes(fetch.sessionId(), fetch.blobId()).map(Base64.getEncoder()::encodeToString)
                    : files.text(fetch.sessionId(), fetch.blobId());
            return content.isPresent()
                    ? new HostMessage.Blob(fetch.requestId(), content.get())
                    : new HostMessage.Failure(
                            fetch.requestId(), ErrorCode.NO_SUCH_BLOB, HostText.of(HostTextCode.CONTENT_MISSING));
        } catch (IOException e) {
            LOG.warn("Content of {} could not be read: {}", fetch.sessionId(), e.toString());
            return new HostMessage.Failure(
                    fetch.requestId(), ErrorCode.NO_SUCH_BLOB, HostText.of(HostTextCode.CONTENT_UNREADABLE));
        }
    }
}

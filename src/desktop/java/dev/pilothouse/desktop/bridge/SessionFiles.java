package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The files of a session that a client sees and brings: those of its directory, and its blobs. Any thread. */
public interface SessionFiles {

    /** Largest thing that a client may bring: in base64 it still fits a frame on its way back. */
    int MAX_BYTES = 5 * 1024 * 1024;

    /**
     * Searches the session's directory on a thread of the host's own.
     *
     * @param cancelled whether nobody waits for the answer any more
     * @param then told the outcome, once
     */
    void find(SessionId sessionId, String query, BooleanSupplier cancelled, Consumer<FileSearch> then);

    /** Why so many bytes would not be kept, asked before they are brought; empty if they would. */
    Optional<Keeping.Refused> refusal(SessionId sessionId, long bytes) throws IOException;

    /** Keeps the bytes on disk, or says why not. */
    Keeping keep(SessionId sessionId, byte[] bytes) throws IOException;

    /** Reads a blob; empty if there is none. */
    Optional<byte[]> bytes(SessionId sessionId, BlobId blobId) throws IOException;
}

package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The files of a session that a client can access: those of its directory, and its blobs. Thread-safe. */
public interface SessionFiles {

    /** Maximum size of an upload. In base64 it still fits into a frame when it is fetched. */
    int MAX_BYTES = 5 * 1024 * 1024;

    /**
     * Searches the session's directory on a thread of the host.
     *
     * @param cancelled whether the result is no longer needed
     * @param then called once with the result
     */
    void find(SessionId sessionId, String query, BooleanSupplier cancelled, Consumer<FileSearchResult> then);

    /**
     * Reads a part of a file in the session's directory, on a thread of the host.
     *
     * @param cancelled whether the part is no longer needed
     * @param answer called once with the file or a refusal
     */
    void read(ClientMessage.ReadFile question, BooleanSupplier cancelled, Consumer<HostMessage> answer);

    /** Lists a folder of the session's directory, as {@link #read}. */
    void list(ClientMessage.ListFolder question, BooleanSupplier cancelled, Consumer<HostMessage> answer);

    /**
     * Answers a request about the snapshots of a repository, on a thread of the host.
     *
     * @param answer receives exactly one reply, on any thread, and must not block
     */
    void kept(ClientMessage.Request question, Consumer<HostMessage> answer);

    /**
     * Lists the files that bringing a snapshot back would change, on a thread of the host.
     *
     * @param answer receives exactly one reply, on any thread, and must not block
     */
    void preview(ClientMessage.PreviewRestore question, Consumer<HostMessage> answer);

    /** Why an upload of that size would be refused; empty if it would be accepted. Call it before the upload. */
    Optional<UploadResult.Refused> refusal(SessionId sessionId, long bytes) throws IOException;

    /** Stores the bytes on disk, or returns why not. */
    UploadResult store(SessionId sessionId, byte[] bytes) throws IOException;

    /** Reads a blob; empty if there is none, or if it is too large to be fetched. */
    Optional<byte[]> bytes(SessionId sessionId, BlobId blobId) throws IOException;

    /** Reads a blob of text of any size; empty if there is none. */
    Optional<String> text(SessionId sessionId, BlobId blobId) throws IOException;
}

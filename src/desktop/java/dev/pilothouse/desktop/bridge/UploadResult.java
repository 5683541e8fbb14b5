package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;

/** The result of storing an upload of a client. */
public sealed interface UploadResult {

    record Kept(BlobId blobId) implements UploadResult {}

    /** @param text a sentence for display */
    record Refused(ErrorCode code, HostText sentence) implements UploadResult {}
}

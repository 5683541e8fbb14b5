package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;

/** The result of storing an upload of a client. */
public sealed interface Keeping {

    record Kept(BlobId blobId) implements Keeping {}

    /** @param text a sentence for display */
    record Refused(ErrorCode code, String text) implements Keeping {}
}

package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;

/** What became of something that a client has brought. */
public sealed interface Keeping {

    record Kept(BlobId blobId) implements Keeping {}

    /** @param text a sentence for the person */
    record Refused(ErrorCode code, String text) implements Keeping {}
}

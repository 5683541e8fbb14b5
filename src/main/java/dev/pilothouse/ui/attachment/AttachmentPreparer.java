package dev.pilothouse.ui.attachment;

/** Reads an attachment and makes it small enough for the host. Blocks; not for the FX thread. */
public interface AttachmentPreparer {
    /** The largest attachment that a host takes, in bytes. */
    int MAX_BYTES = 5 * 1024 * 1024;

    PreparedAttachment prepare(AttachmentSource source);
}

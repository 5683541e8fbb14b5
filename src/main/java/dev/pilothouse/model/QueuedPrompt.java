package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A prompt that waits on the host until the agent is free.
 *
 * @param queueId the host's id within the session
 * @param rev raised by each edit, so that an edit of an older text is refused
 * @param cause who sent it; its request id becomes that of the user message
 * @param attachments what it carries; an edit leaves them as they are
 * @param editedBy the last edit, null for none: that device is then the one who must be allowed to prompt
 */
public record QueuedPrompt(
        long queueId, int rev, String text, Cause cause, List<Attachment> attachments, Cause editedBy) {
    public QueuedPrompt {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(cause, "cause");
        attachments = List.copyOf(attachments);
    }

    /** One that nobody has edited. */
    public QueuedPrompt(long queueId, int rev, String text, Cause cause, List<Attachment> attachments) {
        this(queueId, rev, text, cause, attachments, null);
    }

    public QueuedPrompt(long queueId, int rev, String text, Cause cause) {
        this(queueId, rev, text, cause, List.of());
    }

    /** Who wrote the text as it is now. */
    public Cause author() {
        return editedBy == null ? cause : editedBy;
    }
}

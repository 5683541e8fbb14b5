package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A prompt that waits on the host until the agent is free.
 *
 * @param queueId the host's id within the session
 * @param rev incremented by each edit, so that an edit of an older text is refused
 * @param cause the submission; its request id becomes that of the user message
 * @param attachments attached content; an edit does not change it
 * @param editedBy the last edit; its device is the one that needs permission to prompt
 */
public record QueuedPrompt(
        long queueId,
        int rev,
        String text,
        Cause cause,
        List<Attachment> attachments,
        @Nullable Cause editedBy) {
    public QueuedPrompt {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(cause, "cause");
        attachments = List.copyOf(attachments);
    }

    /** A prompt that was not edited. */
    public QueuedPrompt(long queueId, int rev, String text, Cause cause, List<Attachment> attachments) {
        this(queueId, rev, text, cause, attachments, null);
    }

    public QueuedPrompt(long queueId, int rev, String text, Cause cause) {
        this(queueId, rev, text, cause, List.of());
    }

    /** The author of the current text. */
    public Cause author() {
        return editedBy == null ? cause : editedBy;
    }
}

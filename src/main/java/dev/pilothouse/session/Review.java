package dev.pilothouse.session;

import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.TurnId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The review comments of a session, in the order in which they were written. Immutable.
 *
 * @param comments at most {@value #MAX_COMMENTS}
 */
public record Review(List<ReviewComment> comments) {
    public static final int MAX_COMMENTS = 200;
    /** The most characters of all texts and quoted lines, so that a snapshot of the session has room for them. */
    public static final int MAX_CHARACTERS = 256 * 1024;

    public static final Review NONE = new Review(List.of());

    /** The progress of a comment. */
    public enum Status {
        /** It was not sent, or the prompt that had it was removed before its turn. */
        DRAFT,
        /** A prompt with it waits until the agent is free. */
        QUEUED,
        /** The agent received it. */
        SENT,
        /** A person marked it as resolved. */
        RESOLVED
    }

    public Review {
        comments = List.copyOf(comments);
    }

    public Optional<ReviewComment> find(CommentId id) {
        return comments.stream().filter(comment -> comment.id().equals(id)).findFirst();
    }

    /** The progress of a comment. @param queue the session's waiting prompts */
    public static Status status(ReviewComment comment, List<QueuedPrompt> queue) {
        RequestId prompt = comment.prompt();
        if (comment.resolved()) {
            return Status.RESOLVED;
        } else if (prompt == null) {
            return Status.DRAFT;
        } else if (comment.turn() != null) {
            return Status.SENT;
        }
        return queue.stream().anyMatch(queued -> queued.cause().requestId().equals(prompt))
                ? Status.QUEUED
                : Status.DRAFT;
    }

    /** The comments that were not sent. @param queue the session's waiting prompts */
    public List<ReviewComment> drafts(List<QueuedPrompt> queue) {
        return comments.stream()
                .filter(comment -> status(comment, queue) == Status.DRAFT)
                .toList();
    }

    /** The comments that are part of a prompt. */
    public List<CommentId> of(RequestId prompt) {
        return comments.stream()
                .filter(comment -> prompt.equals(comment.prompt()))
                .map(ReviewComment::id)
                .toList();
    }

    /** Whether a comment that is not there can be added. */
    public boolean hasRoomFor(ReviewComment comment) {
        return comments.size() < MAX_COMMENTS && characters() + characters(comment) <= MAX_CHARACTERS;
    }

    /** Characters of all texts and quoted lines. */
    public int characters() {
        return comments.stream().mapToInt(Review::characters).sum();
    }

    /** Characters of a comment's text and its quoted lines. */
    public static int characters(ReviewComment comment) {
        return comment.text().length()
                + comment.anchor().lines().stream().mapToInt(String::length).sum();
    }

    /** Adds the comment, or replaces the one with its id. A resolved comment, else the oldest, leaves a full review. */
    public Review with(ReviewComment comment) {
        List<ReviewComment> next = new ArrayList<>(comments);
        int at = indexOf(comment.id());
        if (at >= 0) {
            next.set(at, comment);
        } else {
            if (next.size() >= MAX_COMMENTS) {
                next.remove(oldestResolved().map(next::indexOf).orElse(0).intValue());
            }
            next.add(comment);
        }
        return new Review(next);
    }

    /** The first resolved comment. */
    public Optional<ReviewComment> oldestResolved() {
        return comments.stream().filter(ReviewComment::resolved).findFirst();
    }

    /** Removes a comment, if it is there. */
    public Review without(CommentId id) {
        return find(id).isEmpty()
                ? this
                : new Review(comments.stream()
                        .filter(comment -> !comment.id().equals(id))
                        .toList());
    }

    /** Marks comments as part of a prompt. @param turn the turn that began with it; null before that */
    Review sent(RequestId prompt, List<CommentId> ids, @Nullable TurnId turn) {
        return changed(comment -> ids.contains(comment.id()) ? comment.sent(prompt, turn) : comment);
    }

    private Review changed(UnaryOperator<ReviewComment> change) {
        return new Review(comments.stream().map(change).toList());
    }

    private int indexOf(CommentId id) {
        for (int i = 0; i < comments.size(); i++) {
            if (comments.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}

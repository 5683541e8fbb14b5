package dev.pilothouse.ui.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.Review;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.ui.review.ReviewEntry.State;
import dev.pilothouse.ui.text.HostTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The comments of a session together with this device's changes that the host has not confirmed. Pure. */
final class ReviewProjection {
    /** Stands for this device in a comment that the host has not received. */
    private static final DeviceId SELF = new DeviceId("self");

    private final List<QueuedPrompt> queue;
    private final Map<CommentId, CommentPlace> places;
    private final Set<CommentId> unconfirmed = new HashSet<>();
    private final Set<CommentId> sending = new HashSet<>();
    private final Map<CommentId, PendingIntent> refused = new HashMap<>();
    private Review review;

    private ReviewProjection(SessionView view, Map<CommentId, CommentPlace> places) {
        this.review = view.state().review();
        this.queue = view.state().queue();
        this.places = places;
    }

    /** The comments in the order of their files and lines. */
    static List<ReviewEntry> of(SessionView view, Map<CommentId, CommentPlace> places) {
        ReviewProjection projection = new ReviewProjection(view, places);
        view.unconfirmed().forEach(projection::apply);
        List<ReviewEntry> entries = new ArrayList<>();
        projection.review.comments().forEach(comment -> entries.add(projection.entry(comment)));
        entries.sort(Comparator.comparing(ReviewEntry::path)
                .thenComparing(ReviewEntry::line)
                .thenComparing(ReviewEntry::lastLine));
        return entries;
    }

    private void apply(PendingIntent pending) {
        Intent intent = pending.intent();
        boolean isRefused = pending.refusal() != null;
        if (intent instanceof Intent.AddComment add
                && review.find(add.commentId()).isEmpty()) {
            review = review.with(new ReviewComment(add.commentId(), add.anchor(), add.text(), SELF, ""));
            unconfirmed.add(add.commentId());
            if (isRefused) {
                refused.put(add.commentId(), pending);
            }
        } else if (isRefused && intent instanceof Intent.EditComment edit) {
            addRefused(pending, edit);
        } else if (isRefused) {
            return;
        } else if (intent instanceof Intent.EditComment edit) {
            change(
                    edit.commentId(),
                    review.find(edit.commentId())
                            .map(comment -> comment.withText(edit.text()))
                            .orElse(null));
        } else if (intent instanceof Intent.ResolveComment resolve) {
            change(
                    resolve.commentId(),
                    review.find(resolve.commentId())
                            .map(comment -> comment.withResolved(resolve.resolved()))
                            .orElse(null));
        } else if (intent instanceof Intent.DeleteComment delete) {
            review = review.without(delete.commentId());
        } else if (intent instanceof Intent.SendReview send) {
            sending.addAll(send.comments());
        }
    }

    /** The text of a refused edit stays next to the comment, until it is removed. */
    private void addRefused(PendingIntent pending, Intent.EditComment edit) {
        CommentAnchor anchor =
                review.find(edit.commentId()).map(ReviewComment::anchor).orElse(CommentAnchor.GENERAL);
        CommentId id = new CommentId(pending.requestId().value());
        review = review.with(new ReviewComment(id, anchor, edit.text(), SELF, ""));
        refused.put(id, pending);
    }

    private void change(CommentId id, @Nullable ReviewComment changed) {
        if (changed != null) {
            review = review.with(changed);
            unconfirmed.add(id);
        }
    }

    private ReviewEntry entry(ReviewComment comment) {
        PendingIntent pending = refused.get(comment.id());
        RequestId request = pending == null ? null : pending.requestId();
        String refusal = pending == null || pending.refusal() == null ? "" : HostTexts.text(pending.refusal());
        CommentPlace place = places.get(comment.id());
        return new ReviewEntry(
                comment, state(comment, place), place, unconfirmed.contains(comment.id()), request, refusal);
    }

    private State state(ReviewComment comment, @Nullable CommentPlace place) {
        return switch (Review.status(comment, queue)) {
            case DRAFT -> sending.contains(comment.id()) ? State.WAITING : State.DRAFT;
            case QUEUED -> State.WAITING;
            case RESOLVED -> State.RESOLVED;
            case SENT -> place != null && place.state() != CommentPlace.State.UNCHANGED ? State.CHANGED : State.OPEN;
        };
    }
}

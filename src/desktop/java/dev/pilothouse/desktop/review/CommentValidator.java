package dev.pilothouse.desktop.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.session.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of review comments from devices. Stateless. */
public final class CommentValidator {
    private CommentValidator() {}

    /** The reason why a device's comment is not accepted; empty if it is. */
    public static Optional<HostText> fault(ReviewComment comment) {
        CommentAnchor anchor = comment.anchor();
        if (!anchor.isBounded()
                || !isPath(anchor.path())
                || !anchor.lines().stream()
                        .allMatch(line -> line.indexOf('\n') < 0 && line.equals(PlainText.exact(line)))) {
            return Optional.of(HostText.of(HostTextCode.COMMENT_PLACE_INVALID));
        }
        return fault(comment.text());
    }

    /** The reason why a text cannot be a comment's; empty if it can. */
    public static Optional<HostText> fault(String text) {
        return text.isBlank() || text.length() > ReviewComment.MAX_TEXT
                ? Optional.of(HostText.of(HostTextCode.COMMENT_LENGTH, ReviewComment.MAX_TEXT))
                : Optional.empty();
    }

    /** Whether a path is relative, stays in the repository, and looks like what it is. */
    public static boolean isPath(String path) {
        return !path.isEmpty()
                && path.length() <= CommentAnchor.MAX_PATH
                && !path.startsWith("/")
                && !List.of(path.split("/")).contains("..")
                && PlainText.isPlainName(path.replace('/', '-'));
    }

    /** Whether a new comment is the one with its id in another delivery. */
    public static boolean isSame(ReviewComment known, ReviewComment added) {
        return known.author().equals(added.author())
                && known.anchor().equals(added.anchor())
                && known.text().equals(added.text());
    }

    /**
     * The resolved comments to remove, oldest first, so that the comment has room.
     *
     * @return empty if there is no room
     */
    public static Optional<List<CommentId>> room(Review review, ReviewComment comment) {
        Review left = review.without(comment.id());
        List<CommentId> removed = new ArrayList<>();
        while (!left.hasRoomFor(comment)) {
            Optional<ReviewComment> oldest = left.oldestResolved();
            if (oldest.isEmpty()) {
                return Optional.empty();
            }
            removed.add(oldest.get().id());
            left = left.without(oldest.get().id());
        }
        return Optional.of(removed);
    }
}

package dev.pilothouse.protocol;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.session.Review;

/** Review comments and their places as JSON objects. Stateless. */
public final class ReviewCodec {
    static final RecordCodec<CommentAnchor> ANCHOR = io -> {
        int line = io.put("line", Json.INT, CommentAnchor::line);
        CommentAnchor written = io.value();
        return new CommentAnchor(
                io.put("path", Json.TEXT, CommentAnchor::path),
                io.opt("old", Json.FLAG, CommentAnchor::old),
                line,
                io.opt("lastLine", Json.INT, CommentAnchor::lastLine, written == null ? line : written.line()),
                io.opt("lines", Json.TEXTS, CommentAnchor::lines),
                io.opt("content", Json.TEXT, CommentAnchor::content));
    };

    private static final RecordCodec<CommentAuthor> AUTHOR = io -> new CommentAuthor(
            io.put("author", Json.DEVICE_ID, CommentAuthor::device),
            io.opt("authorName", Json.TEXT, CommentAuthor::name),
            io.orNull("severity", WireEnum.FINDING_SEVERITY, CommentAuthor::severity));

    public static final RecordCodec<ReviewComment> COMMENT = io -> new ReviewComment(
            io.put("commentId", Json.COMMENT_ID, ReviewComment::id),
            io.inline(ANCHOR, ReviewComment::anchor),
            io.put("text", Json.TEXT, ReviewComment::text),
            io.inline(AUTHOR, ReviewComment::author),
            io.orNull("prompt", Json.REQUEST_ID, ReviewComment::prompt),
            io.orNull("turn", Json.TURN_ID, ReviewComment::turn),
            io.opt("resolved", Json.FLAG, ReviewComment::resolved));

    static final RecordCodec<Review> REVIEW = io -> new Review(io.opt("comments", COMMENT.list(), Review::comments));

    public static final RecordCodec<CommentPlace> PLACE = io -> {
        int line = io.opt("line", Json.INT, CommentPlace::line);
        CommentPlace written = io.value();
        return new CommentPlace(
                io.put("commentId", Json.COMMENT_ID, CommentPlace::commentId),
                io.put("state", WireEnum.COMMENT_PLACE, CommentPlace::state),
                io.put("path", Json.TEXT, CommentPlace::path),
                line,
                io.opt("lastLine", Json.INT, CommentPlace::lastLine, written == null ? line : written.line()));
    };

    private ReviewCodec() {}
}

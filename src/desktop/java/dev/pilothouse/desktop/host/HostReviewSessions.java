package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.reviewer.ReviewSessions;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Review;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The sessions of the host, as reviews by agents see them. Stateless; any thread but a lane's. */
final class HostReviewSessions implements ReviewSessions {
    private static final long DISK_SECONDS = 60;

    private final SessionRegistry sessions;

    HostReviewSessions(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<SessionSummary> summary(SessionId sessionId) {
        return sessions.feed(sessionId).map(SessionFeed::head).map(SessionFeed.Head::summary);
    }

    @Override
    public Review review(SessionId sessionId) {
        return sessions.feed(sessionId)
                .flatMap(feed -> feed.readState(() -> Thread.currentThread().isInterrupted()))
                .map(SessionState::review)
                .orElse(Review.NONE);
    }

    @Override
    public int add(SessionId sessionId, List<ReviewComment> findings, Cause cause)
            throws IOException, InterruptedException {
        CompletableFuture<Integer> left = new CompletableFuture<>();
        sessions.addFindings(
                sessionId,
                findings,
                cause,
                left::complete,
                reason -> left.completeExceptionally(new IOException(reason.text())));
        try {
            return left.get(DISK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable failure = e.getCause();
            throw new IOException(failure == null ? "it failed" : String.valueOf(failure.getMessage()), e);
        } catch (TimeoutException e) {
            throw new IOException("the disk does not answer", e);
        }
    }
}

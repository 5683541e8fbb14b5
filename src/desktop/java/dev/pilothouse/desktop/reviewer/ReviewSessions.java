package dev.pilothouse.desktop.reviewer;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Review;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The sessions whose changes are reviewed. Any thread but a lane's; methods may read the disk. */
public interface ReviewSessions {
    /** @return empty if there is no such session */
    Optional<SessionSummary> summary(SessionId sessionId);

    /** The comments of a session. */
    Review review(SessionId sessionId);

    /**
     * Adds findings as drafts, once for the cause. Waits for the disk.
     *
     * @return the number of those that found no room
     * @throws IOException if they may not be on disk; the call can be repeated
     */
    int add(SessionId sessionId, List<ReviewComment> findings, Cause cause) throws IOException, InterruptedException;
}

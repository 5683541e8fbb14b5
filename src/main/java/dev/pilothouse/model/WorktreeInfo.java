package dev.pilothouse.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A git worktree of a host, besides the main directory of its repository.
 *
 * @param repository the main directory of the repository
 * @param branch empty if there is none
 * @param head the commit
 * @param own whether the host has created it
 * @param sessions the sessions that work in it
 * @param status null if git cannot tell, or if the directory is gone
 * @param bytes the size of its files, as far as they were counted
 * @param lastUsed the last activity of its sessions, or the last change of its directory
 * @param pullRequest the number of the pull request from which its branch was made; 0 if there is none
 */
public record WorktreeInfo(
        String repository,
        String place,
        String branch,
        String head,
        boolean own,
        List<SessionId> sessions,
        @Nullable Status status,
        long bytes,
        @Nullable Instant lastUsed,
        int pullRequest) {
    public WorktreeInfo {
        sessions = List.copyOf(sessions);
    }

    /**
     * The work in a worktree.
     *
     * @param changed files with changes that are not committed
     * @param unmerged commits that the default branch does not have
     */
    public record Status(int changed, int unmerged) {
        /** Whether nothing would be lost without it. */
        public boolean isMergedAndClean() {
            return changed == 0 && unmerged == 0;
        }
    }
}

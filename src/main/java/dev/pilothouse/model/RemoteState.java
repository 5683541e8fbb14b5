package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session's branch and its remote, as last fetched. No URL has credentials. Immutable.
 *
 * @param pull what stands between the branch and its upstream
 * @param push where a push would go
 */
public record RemoteState(Branch branch, Pull pull, Push push) {
    /** The largest number of commits and of files that are listed. */
    public static final int MAX_LISTED = 20;

    /**
     * The branch of the working tree.
     *
     * @param name during a rebase the branch that is rebased; empty if the head is detached
     * @param head the id of its commit; empty before the first one
     * @param uncommitted tracked files with changes
     */
    public record Branch(String name, String head, int uncommitted) {
        public Branch {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(head, "head");
        }
    }

    /**
     * The upstream.
     *
     * @param remote the name of its remote; empty if there is none
     * @param url where that is
     * @param upstream such as {@code origin/main}; empty if the branch follows none
     * @param ahead commits that the upstream does not have
     * @param behind commits that only the upstream has
     * @param method as git is configured; null if it is not
     * @param operation what has begun and is not over
     * @param conflicts the first files with conflicts, and {@code conflicted} how many there are
     * @param turn the name of a session whose agent works in this directory now; empty if none does
     */
    public record Pull(
            String remote,
            String url,
            String upstream,
            int ahead,
            int behind,
            @Nullable PullMode method,
            GitActivity operation,
            List<String> conflicts,
            int conflicted,
            String turn) {
        public Pull {
            Objects.requireNonNull(remote, "remote");
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(upstream, "upstream");
            Objects.requireNonNull(operation, "operation");
            conflicts = List.copyOf(conflicts);
            Objects.requireNonNull(turn, "turn");
        }
    }

    /**
     * A push of the branch.
     *
     * @param target the branch on the remote
     * @param seen the id of the target's commit as last fetched; empty if it is not known
     * @param guarded whether the target is the remote's default branch, or has the name of one that is usually protected
     * @param commits the newest that would be pushed, and {@code total} how many there are, up to 9,999
     * @param lost commits of the target that a forced push would remove
     */
    public record Push(
            PushForm form,
            String remote,
            String url,
            String target,
            String seen,
            boolean guarded,
            List<Commit> commits,
            int total,
            int lost) {
        public Push {
            Objects.requireNonNull(form, "form");
            Objects.requireNonNull(remote, "remote");
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(seen, "seen");
            commits = List.copyOf(commits);
        }
    }

    /** A commit. @param subject the first line of its message */
    public record Commit(String id, String subject) {
        public Commit {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(subject, "subject");
        }
    }
}

package dev.pilothouse.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pull request of a session's branch, or what a new one would be. Immutable.
 *
 * @param pullRequest null if there is none, or if the forge could not be asked
 * @param failed the names of checks that have failed, at most ten
 * @param proposal for a new one
 * @param problem why the forge could not be asked
 */
public record PullRequestStatus(
        Place place, @Nullable PullRequestInfo pullRequest, List<String> failed, Proposal proposal, Problem problem) {
    public PullRequestStatus {
        failed = List.copyOf(failed);
    }

    /**
     * The branch and where it is.
     *
     * @param repository the repository that pull requests go to, such as {@code github.com/pilot/shop}; may be empty
     * @param program the program that reaches the forge, such as {@code gh}; may be empty
     * @param branch empty if the working tree has none
     * @param pushed whether the forge has the branch, as git knows it
     * @param unpushed commits that the forge does not have
     */
    public record Place(String repository, String program, String branch, boolean pushed, int unpushed) {
        public static final Place NONE = new Place("", "", "", false, 0);
    }

    /**
     * A suggestion.
     *
     * @param base the default branch
     * @param bases all branches of the forge as last fetched, at most 100
     * @param comparePage the page for a browser; empty if there is none
     */
    public record Proposal(String base, List<String> bases, String title, String body, String comparePage) {
        public static final Proposal NONE = new Proposal("", List.of(), "", "", "");
        /** Characters of a title, and of a body. */
        public static final int MAX_TITLE = 250;

        public static final int MAX_BODY = 60_000;

        public Proposal {
            bases = List.copyOf(bases);
        }
    }

    /**
     * The reason why the forge could not be asked.
     *
     * @param sentence with what to do; empty without trouble
     * @param until the end of a limit; null if there is none
     */
    public record Problem(
            PullRequestTrouble trouble,
            HostText sentence,
            @Nullable Instant until) {
        public static final Problem NONE = new Problem(PullRequestTrouble.NONE, HostText.NONE, null);
    }
}

package dev.pilothouse.desktop.forge;

import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestReference.Repository;
import java.util.List;
import java.util.Optional;

/** A service that has pull requests, such as GitHub. Each method blocks for it. Thread-safe. */
interface Forge {
    /**
     * A branch on the forge.
     *
     * @param repository the repository that pull requests go to
     * @param head the repository that has the branch, which may be a fork
     */
    record Head(Repository repository, Repository head, String branch) {
        boolean isFork() {
            return !repository.isSame(head);
        }
    }

    /**
     * A pull request as the forge has it.
     *
     * @param info its checks are not counted yet
     * @param commit its last commit
     */
    record PullRequest(PullRequestInfo info, String commit) {}

    /** The content of a new pull request. */
    record Proposal(String base, String title, String body, boolean draft) {}

    /**
     * The checks of a commit.
     *
     * @param failed those that have failed, at most {@value #MAX_FAILED}
     */
    record CheckList(PullRequestInfo.Checks counts, List<FailedCheck> failed) {
        static final int MAX_FAILED = 10;

        public CheckList {
            failed = List.copyOf(failed);
        }
    }

    /**
     * A check that has failed.
     *
     * @param job the id of its job on the forge's own runners, with which its log is found; empty if it has none
     */
    record FailedCheck(String name, String job, String url) {}

    /** The newest pull request of a branch, an open one first; empty if there is none. */
    Optional<PullRequest> find(Head head) throws ForgeException;

    /** The pull request of a number; empty if there is none. */
    Optional<PullRequest> read(Repository repository, int number) throws ForgeException;

    CheckList checks(Repository repository, PullRequest pullRequest) throws ForgeException;

    PullRequest create(Head head, Proposal proposal) throws ForgeException;

    /** The last lines of the failed steps of a job, without time and colour. */
    List<String> failedLines(Repository repository, FailedCheck check) throws ForgeException;

    /** The page on which a person opens a pull request in a browser. */
    String comparePage(Head head, String base);
}

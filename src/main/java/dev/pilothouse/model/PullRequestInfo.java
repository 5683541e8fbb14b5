package dev.pilothouse.model;

import java.util.Objects;

/**
 * A pull request, or a merge request of GitLab. Immutable.
 *
 * @param url the page for a browser; empty if the forge has told none
 * @param base the branch that it is for
 */
public record PullRequestInfo(
        int number, String title, String url, PullRequestState state, String base, Checks checks) {

    /** The checks of its last commit. Those that were skipped do not count. */
    public record Checks(int running, int passed, int failed) {
        public static final Checks NONE = new Checks(0, 0, 0);
    }

    public PullRequestInfo {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(checks, "checks");
    }

    public PullRequestInfo with(Checks counted) {
        return new PullRequestInfo(number, title, url, state, base, counted);
    }
}

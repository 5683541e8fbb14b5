package dev.pilothouse.model;

/** The state of a pull request. A newer host may have more. */
public enum PullRequestState {
    OPEN,
    DRAFT,
    MERGED,
    CLOSED,
    OTHER;

    public boolean isOpen() {
        return this == OPEN || this == DRAFT;
    }
}

package dev.pilothouse.model;

/** The effect of a push, as far as the last fetch tells. A newer host may have more. */
public enum PushForm {
    /** There is no remote. */
    NO_REMOTE,
    /** There is no branch or no commit, or git is in the middle of an operation. */
    NO_BRANCH,
    /** The remote has all commits. */
    UP_TO_DATE,
    /** The remote does not have the branch. */
    NEW_BRANCH,
    /** The remote has nothing that the branch does not have. */
    FAST_FORWARD,
    /** Both have commits that the other one does not have. */
    DIVERGED,
    OTHER
}

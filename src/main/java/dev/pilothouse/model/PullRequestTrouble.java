package dev.pilothouse.model;

/** The reason why a host cannot ask a forge about pull requests. A newer host may have more. */
public enum PullRequestTrouble {
    NONE,
    /** The session's directory is in no repository, or it has no branch, or no remote leads to a forge. */
    NO_FORGE,
    /** The program for the forge is not installed on the host. */
    NO_PROGRAM,
    /** The program has no login for the forge. */
    LOGGED_OUT,
    /** The forge accepts no more requests for a time. */
    LIMITED,
    OTHER
}

package dev.pilothouse.model;

/** How a pull joins the commits of the remote with those of the branch. */
public enum PullMode {
    /** Puts the branch's own commits on top. */
    REBASE,
    /** Makes a commit that joins both. */
    MERGE
}

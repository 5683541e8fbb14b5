package dev.pilothouse.model;

/** The kind of work that a job does. A newer host may have more. */
public enum JobKind {
    /** Makes a git worktree. Arguments: branch, place. */
    WORKTREE_ADD,
    /** Removes a git worktree after a snapshot of its changes. Arguments: branch, place. */
    WORKTREE_REMOVE,
    /** Brings a removed worktree back from its snapshot. Arguments: branch, place. */
    WORKTREE_RESTORE,
    /** Fetches the remote of a session's branch. Arguments: folder. */
    FETCH,
    /** Joins the upstream with a session's branch. Arguments: folder. */
    PULL,
    /** Aborts a rebase or a merge. Arguments: folder. */
    PULL_ABORT,
    /** Pushes a session's branch. Arguments: branch, remote and target. */
    PUSH,
    /** Merges a branch into another one of the repository. Arguments: branch, the other one. */
    MERGE,
    /** Creates a pull request of a branch. Arguments: branch, title. */
    PULL_REQUEST_CREATE,
    /** Commits files of a session's directory. Arguments: folder, first line of the message. */
    COMMIT,
    /** Asks the agent of a session for the message of a commit. Arguments: folder, the agent's name. */
    COMMIT_SUGGEST,
    /** Puts a change of one file back, after a snapshot. Arguments: path. */
    CHANGE_REJECT,
    /** Runs commands in a directory to see whether the work there is right. Arguments: the first command. */
    CHECK,
    /** Installs an agent of the registry. Arguments: name, version. */
    AGENT_INSTALL,
    /** Removes an agent that was installed from the registry. Arguments: name, version. */
    AGENT_REMOVE,
    /** Fetches the registry of agents. */
    REGISTRY_REFRESH,
    OTHER
}

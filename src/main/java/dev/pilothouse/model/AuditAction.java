package dev.pilothouse.model;

/** An action in a host's audit log. A newer host may define more. */
public enum AuditAction {
    /** A device was paired. */
    PAIRED,
    /** A connection was rejected. */
    REFUSED,
    /** A device requested more than its scope allows. */
    FORBIDDEN,
    REVOKED,
    DEVICE_RENAMED,
    SCOPE_SET,
    EXPIRY_SET,
    TICKET_MADE,
    SHARING_SET,
    SESSION_CREATED,
    SESSION_RESUMED,
    SESSION_CLOSED,
    SESSION_DELETED,
    SESSION_RENAMED,
    FILES_RESTORED,
    /** A person has allowed commands of a repository. */
    COMMANDS_ALLOWED,
    /** Allowed commands of a repository are asked about again. */
    TRUST_FORGOTTEN,
    SESSION_ORGANISED,
    PROMPTED,
    QUEUE_CHANGED,
    /** A review comment was added, edited, deleted, resolved or reopened. */
    COMMENTED,
    CANCELLED,
    ANSWERED,
    MODE_SET,
    MODEL_SET,
    OPTION_SET,
    FILES_STAGED,
    CHANGE_REJECTED,
    COMMITTED,
    COMMIT_SUGGESTED,
    REGISTRY_REFRESHED,
    AGENT_INSTALLED,
    AGENT_REMOVED,
    AGENT_TESTED,
    AGENT_SAVED,
    AGENT_DELETED,
    CHECK_RUN,
    BUDGET_SET,
    PRESET_SAVED,
    PROFILE_SAVED,
    PROFILE_DELETED,
    SERVER_TESTED,
    SCHEDULE_SAVED,
    SCHEDULE_CHANGED,
    JOB_CANCELLED,
    JOB_RETRIED,
    RUN_STARTED,
    /** An action of a run was requested, such as a stop. */
    RUN_CHANGED,
    REMOTE_FETCHED,
    REMOTE_PULLED,
    PULL_ABORTED,
    REMOTE_PUSHED,
    WORKTREE_REMOVED,
    WORKTREE_RESTORED,
    SNAPSHOT_DELETED,
    PULL_REQUEST_CREATED,
    PUSH_TARGET_SAVED,
    PUSH_TARGET_REMOVED,
    PUSH_TARGET_TESTED,
    /** The press of a button of a notification had no effect. */
    PUSH_ANSWER_REFUSED,
    OTHER
}

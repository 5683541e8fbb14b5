package dev.pilothouse.model;

/** What a host notes about those who use it. A host of later may know more. */
public enum AuditDeed {
    /** A device was taken in. */
    PAIRED,
    /** Somebody was not let in. */
    REFUSED,
    /** A device wanted more than its scope covers. */
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
    SESSION_ORGANISED,
    PROMPTED,
    QUEUE_CHANGED,
    CANCELLED,
    ANSWERED,
    MODE_SET,
    MODEL_SET,
    OPTION_SET,
    OTHER
}

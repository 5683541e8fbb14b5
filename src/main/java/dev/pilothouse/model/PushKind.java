package dev.pilothouse.model;

/** The kinds of services that receive notifications of a host. */
public enum PushKind {
    NTFY,
    WEBHOOK,
    /** A push service of a browser. The content is encrypted for the receiver. */
    WEB_PUSH,
    /** A push server for Android. The content is encrypted for the receiver. */
    UNIFIED_PUSH,
    /** A kind that this version does not know. */
    OTHER;

    /** Whether the receiver has keys, with which the content is encrypted. */
    public boolean isSealed() {
        return this == WEB_PUSH || this == UNIFIED_PUSH;
    }
}

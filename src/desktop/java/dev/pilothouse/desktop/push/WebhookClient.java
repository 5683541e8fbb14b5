package dev.pilothouse.desktop.push;

/** Sends a notification to a target, once. Blocks until the outcome is known; called by one thread per target. */
public interface WebhookClient extends AutoCloseable {

    /** The outcome of an attempt. */
    enum Fate {
        /** The receiver has accepted it. */
        SENT,
        /** Certainly not accepted; a retry may succeed. */
        NOT_TAKEN,
        /** Not accepted, and a retry is pointless: the address or the token is wrong. */
        REFUSED,
        /** Sent, but no answer came. */
        UNKNOWN
    }

    /**
     * @param words for the user and the log: a status or the kind of failure, without the address and without secrets
     */
    record Outcome(Fate fate, String words) {}

    Outcome post(NotificationTarget target, PushNotification notice);

    /** Cancels running requests. Idempotent. */
    @Override
    void close();
}

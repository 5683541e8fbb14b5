package dev.pilothouse.desktop.push;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;

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
        UNKNOWN,
        /** The push service has removed the subscription. */
        GONE,
        /** The receiver cannot withdraw a notification. */
        UNSUPPORTED
    }

    /**
     * @param words for the log: a status or the kind of failure, without the address and without secrets
     * @param sentence for people
     */
    record Outcome(Fate fate, String words, HostText sentence) {
        public Outcome(Fate fate, String words) {
            this(
                    fate,
                    words,
                    switch (fate) {
                        case SENT -> HostText.of(HostTextCode.NOTIFY_ACCEPTED);
                        case NOT_TAKEN -> HostText.of(HostTextCode.NOTIFY_BUSY, words);
                        case REFUSED -> HostText.of(HostTextCode.NOTIFY_REFUSED, words);
                        case UNKNOWN -> HostText.of(HostTextCode.NOTIFY_NO_ANSWER, words);
                        case GONE -> HostText.of(HostTextCode.NOTIFY_GONE);
                        case UNSUPPORTED -> HostText.of(HostTextCode.NOTIFY_TOO_OLD);
                    });
        }
    }

    Outcome post(NotificationTarget target, PushNotification notice);

    /** Removes a notification that was sent, where the receiver can do that. */
    default Outcome withdraw(NotificationTarget target, PushNotification notice) {
        return new Outcome(Fate.SENT, "nothing to do");
    }

    /** Cancels running requests. Idempotent. */
    @Override
    void close();
}

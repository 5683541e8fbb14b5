package dev.pilothouse.desktop.away;

/** Brings a notice to a target, once. Blocks until it is known what became of it; called by one thread a target. */
public interface AwayPost extends AutoCloseable {

    /** What became of an attempt. */
    enum Fate {
        /** The receiver has it. */
        SENT,
        /** It was certainly not taken, and may be later. */
        NOT_TAKEN,
        /** It was not taken, and will not be: the address or the token is wrong. */
        REFUSED,
        /** It went out and no answer came. */
        UNKNOWN
    }

    /** @param words for the person and the log: a status or what failed, without the address and without secrets */
    record Outcome(Fate fate, String words) {}

    Outcome post(AwayTarget target, AwayNotice notice);

    /** Ends what is under way. Idempotent. */
    @Override
    void close();
}

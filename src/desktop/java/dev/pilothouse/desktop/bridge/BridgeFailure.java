package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.HostText;

/** The bridge cannot listen. The message is a sentence for display that says how to solve it. */
public final class BridgeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** Another program listens on the port. */
        PORT_IN_USE,
        /** The system does not permit listening on the port. */
        NOT_ALLOWED,
        OTHER
    }

    private final Reason reason;

    private final transient HostText sentence;

    BridgeFailure(Reason reason, HostText sentence, Throwable cause) {
        super(sentence.text(), cause);
        this.reason = reason;
        this.sentence = sentence;
    }

    public HostText sentence() {
        return sentence;
    }

    public Reason reason() {
        return reason;
    }
}

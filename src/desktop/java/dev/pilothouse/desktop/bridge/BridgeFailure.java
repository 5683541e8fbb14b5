package dev.pilothouse.desktop.bridge;

/** The bridge cannot listen. The message is a sentence for the person that says what to do. */
public final class BridgeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** Another program listens there. */
        PORT_IN_USE,
        /** The system does not let us listen there. */
        NOT_ALLOWED,
        OTHER
    }

    private final Reason reason;

    BridgeFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

package dev.pilothouse.desktop.bridge;

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

    BridgeFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

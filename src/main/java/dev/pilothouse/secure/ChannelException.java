package dev.pilothouse.secure;

import java.io.IOException;

/**
 * A handshake or channel failed. The channel is then unusable and the socket must be closed. Frames read before the
 * failure are valid, because a frame is delivered only after it is complete and authenticated. The message never holds
 * a key or a payload.
 */
public final class ChannelException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Fault {
        /**
         * A handshake message has a wrong size or a payload, or its authentication failed (wrong host key or prologue).
         */
        BAD_HANDSHAKE,
        /** The peer's key makes the Diffie-Hellman result zero, or is not in canonical form. */
        WEAK_KEY,
        /** Authentication of a transport message failed: it was modified, replayed, reordered or truncated. */
        FORGED,
        /** An authenticated message has invalid framing: the peer has a defect. */
        BAD_FRAMING,
        /** A frame exceeds the current size limit. */
        TOO_LARGE,
        /** The channel was closed or has already failed. */
        CLOSED
    }

    private final Fault fault;

    ChannelException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    ChannelException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}

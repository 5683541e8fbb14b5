package dev.pilothouse.secure;

import java.io.IOException;

/**
 * Why a handshake or a channel ended. After any of these the channel is unusable and the socket must be closed;
 * nothing that was read before stays in doubt, since every frame is delivered only once it is whole and proven.
 * The message never holds a key or a payload.
 */
public final class ChannelException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for code that must tell the cases apart. */
    public enum Fault {
        /** A handshake message of a wrong size, with a payload, or one whose proof fails (wrong host key or prologue). */
        BAD_HANDSHAKE,
        /** The peer's key makes the Diffie-Hellman result zero, or is not written in its canonical form. */
        WEAK_KEY,
        /** The proof of a transport message failed: it was changed, replayed, reordered or cut. */
        FORGED,
        /** A proven message whose framing breaks the rules: the peer has a defect. */
        BAD_FRAMING,
        /** A frame larger than what is allowed at this point of the conversation. */
        TOO_LARGE,
        /** The channel was closed, or failed before. */
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

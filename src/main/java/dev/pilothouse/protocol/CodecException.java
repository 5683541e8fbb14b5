package dev.pilothouse.protocol;

/** A text violates the protocol. The message names the field and the rule, never a value, so it is safe to send. */
public class CodecException extends Exception {
    private static final long serialVersionUID = 1L;

    public CodecException(String message) {
        super(message);
    }

    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}

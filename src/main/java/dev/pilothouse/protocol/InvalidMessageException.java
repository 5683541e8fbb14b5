package dev.pilothouse.protocol;

import dev.pilothouse.model.RequestId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client message of a known type with a missing or invalid member. Carries the message's request id and subscription,
 * if readable, because its sender waits for an answer.
 */
public final class InvalidMessageException extends CodecException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable RequestId requestId;
    private final long sub;

    /**
     * Wraps the decoding error.
     *
     * @param sub 0 if there is none
     */
    InvalidMessageException(CodecException fault, @Nullable RequestId requestId, long sub) {
        super(fault.getMessage(), fault);
        this.requestId = requestId;
        this.sub = sub;
    }

    public Optional<RequestId> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** The message's subscription, 0 for none. */
    public long sub() {
        return sub;
    }
}

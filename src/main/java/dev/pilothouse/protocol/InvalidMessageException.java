package dev.pilothouse.protocol;

import dev.pilothouse.model.RequestId;
import java.util.Optional;

/**
 * A client's message whose type is known and a member of which is missing or out of bounds. Its sender waits for an answer,
 * so the message's request id and subscription are kept where they can be read.
 */
public final class InvalidMessageException extends CodecException {
    private static final long serialVersionUID = 1L;

    private final transient RequestId requestId;
    private final long sub;

    /** @param requestId null if there is none. @param sub 0 if there is none */
    InvalidMessageException(CodecException fault, RequestId requestId, long sub) {
        super(fault.getMessage(), fault);
        this.requestId = requestId;
        this.sub = sub;
    }

    public Optional<RequestId> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** The subscription that the message names, 0 for none. */
    public long sub() {
        return sub;
    }
}

package dev.pilothouse.model;

/** Why an intent or a connection was refused. The wire carries the name in lower camel case beside a sentence for the person. */
public enum ErrorCode {
    /** The message was understood but a field is missing or out of bounds. */
    BAD_REQUEST,
    UNKNOWN_AGENT,
    NOT_INSTALLED,
    NO_SUCH_DIRECTORY,
    NO_SUCH_SESSION,
    NO_SUCH_TURN,
    NO_SUCH_PENDING,
    NO_SUCH_OPTION,
    NO_SUCH_BLOB,
    NO_SUCH_DEVICE,
    /** The request id stands for another request already, or the prompt has another revision by now. */
    CONFLICT,
    /** Another answer was first; the text names who gave it. */
    ALREADY_ANSWERED,
    /** The question was closed by a cancel, or by the end of the agent. */
    CLOSED,
    /** The device's scope does not cover the command. */
    FORBIDDEN,
    NOT_PAIRED,
    TICKET_UNKNOWN,
    TICKET_USED,
    TICKET_EXPIRED,
    PAIRING_REFUSED,
    REVOKED,
    /** The time for which the host has let this device in is over. */
    EXPIRED,
    /** A bounded queue is full; the same request may be sent again. */
    BUSY,
    AGENT_GONE,
    NEEDS_LOGIN,
    AGENT_FAILED,
    /** The host cannot write its journal, so it takes nothing on. */
    JOURNAL_FAILED,
    SHUTTING_DOWN,
    /** No protocol version in common. */
    VERSION,
    UNREACHABLE,
    /** The person has to confirm an intent that is older than a day. */
    TOO_OLD,
    INTERNAL
}

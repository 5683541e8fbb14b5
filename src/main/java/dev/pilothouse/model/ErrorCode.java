package dev.pilothouse.model;

/**
 * Why an intent or a connection was refused. The wire carries the name in lower camel case, with a sentence for the
 * person.
 */
public enum ErrorCode {
    /** The message was parsed, but a field is missing or out of range. */
    BAD_REQUEST,
    UNKNOWN_AGENT,
    NOT_INSTALLED,
    NO_SUCH_DIRECTORY,
    NO_SUCH_SESSION,
    NO_SUCH_TURN,
    NO_SUCH_PENDING,
    NO_SUCH_OPTION,
    NO_SUCH_BLOB,
    NO_SUCH_FILE,
    NO_SUCH_DEVICE,
    NO_SUCH_JOB,
    NO_SUCH_RUN,
    NO_SUCH_COMMENT,
    /** The session's directory is in no git repository, or git cannot read it. */
    NO_REPOSITORY,
    /** The request id already belongs to another request, or the prompt has another revision now. */
    CONFLICT,
    /** Another answer came first; the text names the device that gave it. */
    ALREADY_ANSWERED,
    /** A cancel or the end of the agent closed the question. */
    CLOSED,
    /** The device's scope does not cover the command. */
    FORBIDDEN,
    NOT_PAIRED,
    TICKET_UNKNOWN,
    TICKET_USED,
    TICKET_EXPIRED,
    PAIRING_REFUSED,
    REVOKED,
    /** The device's access has expired. */
    EXPIRED,
    /** A bounded queue is full; the client may send the same request again. */
    BUSY,
    AGENT_GONE,
    NEEDS_LOGIN,
    AGENT_FAILED,
    /** The host cannot write its journal, so it accepts no work. */
    JOURNAL_FAILED,
    SHUTTING_DOWN,
    /** Client and host have no protocol version in common. */
    VERSION,
    UNREACHABLE,
    /** The intent is older than a day; the person has to confirm it. */
    TOO_OLD,
    INTERNAL
}

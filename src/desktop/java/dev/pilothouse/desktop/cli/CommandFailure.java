package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.protocol.WireEnum;

/**
 * A failed command, with a sentence for the user and the exit code for scripts: 2 wrong usage, 3 not paired or refused,
 * 4 no such thing, 5 cannot reach the host, 1 anything else.
 */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    static final int OTHER = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int NO_SUCH_THING = 4;
    static final int UNREACHABLE = 5;

    private final int exitCode;
    private final String code;

    CommandFailure(int exitCode, String word, String text) {
        super(text);
        this.exitCode = exitCode;
        this.code = word;
    }

    /** Creates the failure for an error of the host, or of the client on its way there. */
    static CommandFailure of(ErrorCode code, String text) {
        return new CommandFailure(exitCode(code), WireEnum.toWire(code), text);
    }

    static CommandFailure usage(String text) {
        return new CommandFailure(USAGE, "usage", text);
    }

    int exitCode() {
        return exitCode;
    }

    /** Returns the stable error word for scripts. */
    String code() {
        return code;
    }

    String text() {
        return getMessage();
    }

    private static int exitCode(ErrorCode code) {
        return switch (code) {
            case NOT_PAIRED,
                    TICKET_UNKNOWN,
                    TICKET_USED,
                    TICKET_EXPIRED,
                    PAIRING_REFUSED,
                    REVOKED,
                    EXPIRED,
                    FORBIDDEN,
                    ALREADY_ANSWERED,
                    CLOSED,
                    CONFLICT -> REFUSED;
            case UNKNOWN_AGENT,
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
                    NO_REPOSITORY -> NO_SUCH_THING;
            case UNREACHABLE, SHUTTING_DOWN -> UNREACHABLE;
            case BAD_REQUEST,
                    NOT_INSTALLED,
                    BUSY,
                    AGENT_GONE,
                    NEEDS_LOGIN,
                    AGENT_FAILED,
                    JOURNAL_FAILED,
                    VERSION,
                    TOO_OLD,
                    INTERNAL -> OTHER;
        };
    }
}

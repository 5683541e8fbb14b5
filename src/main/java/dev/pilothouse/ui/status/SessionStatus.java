package dev.pilothouse.ui.status;

import dev.pilothouse.session.SessionPhase;

/** The state of a session for the person, which determines its icon and its group in the list. */
public enum SessionStatus {
    WAITING(Group.NEEDS_YOU),
    LOGIN(Group.NEEDS_YOU),
    WORKING(Group.WORKING),
    STARTING(Group.WORKING),
    DONE(Group.DONE),
    FAILED(Group.DONE),
    IDLE(Group.IDLE),
    FAILED_SEEN(Group.IDLE),
    GONE(Group.IDLE);

    /** The groups of the list, in their order. */
    public enum Group {
        NEEDS_YOU,
        WORKING,
        DONE,
        IDLE
    }

    private final Group group;

    SessionStatus(Group group) {
        this.group = group;
    }

    public Group group() {
        return group;
    }

    /** @param unread whether a turn ended after the person last looked */
    public static SessionStatus of(SessionPhase phase, boolean unread) {
        return switch (phase) {
            case STARTING -> STARTING;
            case WORKING -> WORKING;
            case WAITING -> WAITING;
            case NEEDS_LOGIN -> LOGIN;
            case IDLE -> unread ? DONE : IDLE;
            case FAILED -> unread ? FAILED : FAILED_SEEN;
            case GONE -> unread ? DONE : GONE;
        };
    }
}

package dev.pilothouse.ui.status;

import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a session for the person, which determines its icon and its group in the list. */
public enum SessionStatus {
    WAITING(Group.NEEDS_YOU),
    LOGIN(Group.NEEDS_YOU),
    WORKING(Group.WORKING),
    STARTING(Group.WORKING),
    FAILED(Group.NEEDS_YOU),
    FAILED_SEEN(Group.NEEDS_YOU),
    DONE(Group.DONE),
    IDLE(Group.IDLE),
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

    /** Returns whether the agent waits for an answer or a login. A failed turn can wait. */
    public boolean isWaiting() {
        return this == WAITING || this == LOGIN;
    }

    /** @param unread whether a turn ended after the person last looked */
    public static SessionStatus of(SessionSummary session, boolean unread) {
        return asksForHost(session.open()) ? WAITING : of(session.activity(), session.lastTurn(), unread);
    }

    /** Returns whether the host itself waits for an answer. Then the activity of the agent says nothing about it. */
    public static boolean asksForHost(List<OpenPending> open) {
        return open.stream().anyMatch(each -> each.pending().host() != null);
    }

    /**
     * A turn that failed or was interrupted counts as failed until the next one, or until the person ends the session.
     *
     * @param last null before a turn has ended
     * @param unread whether a turn ended after the person last looked
     */
    public static SessionStatus of(Activity activity, @Nullable LastTurn last, boolean unread) {
        return switch (activity.phase()) {
            case STARTING -> STARTING;
            case WORKING -> WORKING;
            case WAITING -> WAITING;
            case NEEDS_LOGIN -> LOGIN;
            case FAILED -> failed(unread);
            case IDLE, GONE -> {
                if (isBroken(activity, last)) {
                    yield failed(unread);
                }
                SessionStatus seen = activity.phase() == SessionPhase.IDLE ? IDLE : GONE;
                yield unread ? DONE : seen;
            }
        };
    }

    /** Returns whether a session at rest has an unfinished turn: the agent or its host ended in the middle. */
    static boolean isBroken(Activity activity, @Nullable LastTurn last) {
        return last != null
                && (activity.phase() == SessionPhase.IDLE || activity.phase() == SessionPhase.GONE)
                && activity.doing() != LastEvent.CLOSED
                && (last.reason() == StopReason.INTERRUPTED || last.reason() == StopReason.FAILED);
    }

    private static SessionStatus failed(boolean unread) {
        return unread ? FAILED : FAILED_SEEN;
    }
}

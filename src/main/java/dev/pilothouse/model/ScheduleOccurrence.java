package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A time at which a schedule was due, and the outcome. Immutable.
 *
 * @param due the time of the schedule, or the time at which a person has started it
 * @param since when the state began
 * @param reason why, for a state that needs one; else empty
 * @param sessionId the session that was started; null if there is none
 */
public record ScheduleOccurrence(
        Instant due,
        State state,
        Instant since,
        HostText reason,
        @Nullable SessionId sessionId) {
    /** The state of an occurrence. A session that has started has not succeeded yet. */
    public enum State {
        /** Waits until the session of the occurrence before is over. */
        QUEUED,
        /** The session is requested. */
        STARTING,
        /** The session exists, and its first turn is not over. */
        RUNNING,
        /** The first turn has ended by itself. */
        DONE,
        /** The session or its agent could not be started, or the first turn has failed. */
        FAILED,
        /** The first turn was cancelled. */
        CANCELLED,
        /** The host ended during the first turn. */
        INTERRUPTED,
        /** Nothing was started, for a reason that is given. */
        SKIPPED,
        /** The host was off or asleep, and nothing was started. */
        MISSED,
        /** A state of a newer host. */
        OTHER;

        /** Whether it can still change. */
        public boolean isOpen() {
            return this == QUEUED || this == STARTING || this == RUNNING;
        }
    }

    public ScheduleOccurrence {
        Objects.requireNonNull(due, "due");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reason, "reason");
    }

    public ScheduleOccurrence with(State next, Instant now, HostText why) {
        return new ScheduleOccurrence(due, next, now, why, sessionId);
    }

    public ScheduleOccurrence with(SessionId session) {
        return new ScheduleOccurrence(due, state, since, reason, session);
    }
}

package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Says of a working session since when it has been silent, and what its agent's processes did meanwhile. It labels and
 * never acts: only a person knows whether a silence is long.
 *
 * <p>How long something has lasted is told by a clock that stands while the machine sleeps, since nobody works then. Confined
 * to the session's lane.
 */
final class Watchdog {
    /**
     * @param quiet after so much silence a working session is called quiet
     * @param stuck a quiet session whose processes have used no processor time for so long is called stuck
     */
    record Patience(Duration quiet, Duration stuck) {
        static Patience standard() {
            return new Patience(Duration.ofMinutes(3), Duration.ofMinutes(2));
        }
    }

    /** @param evidence null without a label */
    record Sight(WatchLabel label, WatchEvidence evidence) {
        static final Sight NONE = new Sight(WatchLabel.NONE, null);
    }

    /** A look at the processes that is older says nothing of now. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Patience patience;
    private final Clock clock;
    private final Clock awake;
    private Instant lastEvent;
    private Instant lastEventAt;
    /** The present turn's beginning, as people call it and on the clock that stands while the machine sleeps. */
    private Instant turnSince;

    private Instant turnBegan;
    /** The first look since the last event, and the last one. */
    private Instant firstLook;

    private Duration cpuAtFirst = Duration.ZERO;
    private Instant lastLook;
    private Duration cpuAtLast = Duration.ZERO;
    private int processes;
    /** The first of the looks that all found the same processor time. */
    private Instant stillSince;

    /**
     * @param clock what people call the time
     * @param awake stands while the machine sleeps
     */
    Watchdog(Patience patience, Clock clock, Clock awake) {
        this.patience = patience;
        this.clock = clock;
        this.awake = awake;
        heard();
    }

    /** The agent has given a sign. */
    void heard() {
        lastEvent = awake.instant();
        lastEventAt = clock.instant();
        firstLook = null;
    }

    /** The agent's processes were looked at. */
    void used(ProcessUsage usage) {
        Instant at = awake.instant();
        if (firstLook == null) {
            firstLook = at;
            cpuAtFirst = usage.cpu();
            stillSince = at;
        } else if (!usage.cpu().equals(cpuAtLast) || usage.processes() != processes) {
            stillSince = at;
            if (usage.cpu().compareTo(cpuAtLast) < 0) {
                // A process has ended and taken along what it had used: what was counted before cannot be compared.
                firstLook = at;
                cpuAtFirst = usage.cpu();
            }
        }
        lastLook = at;
        cpuAtLast = usage.cpu();
        processes = usage.processes();
    }

    /**
     * Of the turn only the time of the day is known. What that is on the other clock is told once, when it is seen first:
     * afterwards somebody may set the clock.
     */
    private Instant beginning(Instant since, Instant now) {
        if (!since.equals(turnSince)) {
            Duration age = Duration.between(since, clock.instant());
            turnSince = since;
            turnBegan = age.isNegative() ? now : now.minus(age);
        }
        return turnBegan;
    }

    /** A turn that has just begun, or goes on after an answer, is no silence, however old the last event is. */
    Sight look(Activity activity) {
        if (activity == null || activity.phase() != SessionPhase.WORKING) {
            return Sight.NONE;
        }
        Instant now = awake.instant();
        Instant begun = beginning(activity.since(), now);
        Instant silent = lastEvent.isAfter(begun) ? lastEvent : begun;
        Instant quietSince = lastEvent.isAfter(begun) ? lastEventAt : activity.since();
        if (firstLook != null && firstLook.isBefore(silent)) {
            // What the processes did before this silence is no evidence of it.
            firstLook = null;
        }
        if (Duration.between(silent, now).compareTo(patience.quiet()) <= 0) {
            return Sight.NONE;
        }
        if (firstLook == null || Duration.between(lastLook, now).compareTo(FRESH) > 0) {
            return new Sight(WatchLabel.QUIET, new WatchEvidence(quietSince, 0, Duration.ZERO, Duration.ZERO));
        }
        Duration still = Duration.between(stillSince, lastLook);
        return still.compareTo(patience.stuck()) >= 0
                ? new Sight(WatchLabel.STUCK, new WatchEvidence(quietSince, processes, Duration.ZERO, still))
                : new Sight(
                        WatchLabel.QUIET,
                        new WatchEvidence(
                                quietSince,
                                processes,
                                cpuAtLast.minus(cpuAtFirst),
                                Duration.between(firstLook, lastLook)));
    }
}

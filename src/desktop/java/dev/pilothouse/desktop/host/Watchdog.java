package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Detects how long a working session has been silent, and what its agent's processes did meanwhile. It only sets labels
 * and never acts: a person decides whether a silence is too long.
 *
 * <p>Durations are measured on a clock that stops while the machine sleeps, because no work happens then. Confined to
 * the session's lane.
 */
final class Watchdog {
    /**
     * @param quiet the silence after which a working session is labelled quiet
     * @param stuck how long the processes of a quiet session use no processor time before it is labelled stuck
     */
    record Patience(Duration quiet, Duration stuck) {
        static Patience standard() {
            return new Patience(Duration.ofMinutes(3), Duration.ofMinutes(2));
        }
    }

    /** @param evidence null without a label */
    record Sight(WatchLabel label, @Nullable WatchEvidence evidence) {
        static final Sight NONE = new Sight(WatchLabel.NONE, null);
    }

    /** An older measurement of the processes is not used. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Patience patience;
    private final Clock clock;
    private final Clock awake;
    private Instant lastEvent;
    private Instant lastEventAt;
    /** The current turn's beginning, as time of day and on the clock that stops while the machine sleeps. */
    private @Nullable Instant turnSince;

    private Instant turnBegan = Instant.EPOCH;
    /** The first measurement since the last event, and the last one. */
    private @Nullable Instant firstCheck;

    private Duration cpuAtFirst = Duration.ZERO;
    private Instant lastCheck = Instant.EPOCH;
    private Duration cpuAtLast = Duration.ZERO;
    private int processes;
    /** The first of the consecutive measurements with the same processor time. */
    private Instant stillSince = Instant.EPOCH;

    /**
     * @param clock the time of day
     * @param monotonicClock a clock that stops while the machine sleeps
     */
    Watchdog(Patience patience, Clock clock, Clock monotonicClock) {
        this.patience = patience;
        this.clock = clock;
        this.awake = monotonicClock;
        onActivity();
    }

    /** Records an event of the agent. */
    void onActivity() {
        lastEvent = awake.instant();
        lastEventAt = clock.instant();
        firstCheck = null;
    }

    /** Records a measurement of the agent's processes. */
    void used(ProcessUsage usage) {
        Instant at = awake.instant();
        if (firstCheck == null) {
            firstCheck = at;
            cpuAtFirst = usage.cpu();
            stillSince = at;
        } else if (!usage.cpu().equals(cpuAtLast) || usage.processes() != processes) {
            stillSince = at;
            if (usage.cpu().compareTo(cpuAtLast) < 0) {
                // A process ended and its usage is no longer counted, so earlier values cannot be compared.
                firstCheck = at;
                cpuAtFirst = usage.cpu();
            }
        }
        lastCheck = at;
        cpuAtLast = usage.cpu();
        processes = usage.processes();
    }

    /**
     * Converts the turn's time of day to the other clock. Converted once, when it is first seen, because the time of
     * day may be set later.
     */
    private Instant beginning(Instant since, Instant now) {
        if (!since.equals(turnSince)) {
            Duration age = Duration.between(since, clock.instant());
            turnSince = since;
            turnBegan = age.isNegative() ? now : now.minus(age);
        }
        return turnBegan;
    }

    /** A turn that has just begun or continues after an answer is not silent, however old the last event is. */
    Sight check(@Nullable Activity activity) {
        if (activity == null || activity.phase() != SessionPhase.WORKING) {
            return Sight.NONE;
        }
        Instant now = awake.instant();
        Instant begun = beginning(activity.since(), now);
        Instant silent = lastEvent.isAfter(begun) ? lastEvent : begun;
        Instant quietSince = lastEvent.isAfter(begun) ? lastEventAt : activity.since();
        if (firstCheck != null && firstCheck.isBefore(silent)) {
            // Activity of the processes before this silence is no evidence for it.
            firstCheck = null;
        }
        if (Duration.between(silent, now).compareTo(patience.quiet()) <= 0) {
            return Sight.NONE;
        }
        if (firstCheck == null || Duration.between(lastCheck, now).compareTo(FRESH) > 0) {
            return new Sight(WatchLabel.QUIET, new WatchEvidence(quietSince, 0, Duration.ZERO, Duration.ZERO));
        }
        Duration still = Duration.between(stillSince, lastCheck);
        return still.compareTo(patience.stuck()) >= 0
                ? new Sight(WatchLabel.STUCK, new WatchEvidence(quietSince, processes, Duration.ZERO, still))
                : new Sight(
                        WatchLabel.QUIET,
                        new WatchEvidence(
                                quietSince,
                                processes,
                                cpuAtLast.minus(cpuAtFirst),
                                Duration.between(firstCheck, lastCheck)));
    }
}

package dev.pilothouse.desktop.run;

import dev.pilothouse.desktop.usage.TurnUsage;
import dev.pilothouse.desktop.usage.UsageLedger;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The turns that runs have to count. At the start of the host the ledger is read, and turns may be recorded meanwhile.
 * Such a turn is in the ledger, or it is told, or both; it is counted once.
 *
 * <p>{@link #offer} may be called on any thread. The rest is confined to the lane of the runs. Nothing to close.
 */
final class RunUsageCounter {
    private static final int MAX_WAITING = 4_096;
    /** A clock may be set back by this much between the start of the host and a turn. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private final Instant opened;
    private final Queue<TurnUsage> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    /** The turns of the ledger that may be told as well: this process has recorded them. */
    private final Set<String> counted = new HashSet<>();

    /** @param opened a time before the first turn is told */
    RunUsageCounter(Instant opened) {
        this.opened = opened;
    }

    /** Adds a turn that was recorded. @return false if too many wait */
    boolean offer(TurnUsage turn) {
        return waiting.offer(turn);
    }

    /** Reads the turns of some sessions from the ledger. They replace what was counted before. */
    List<TurnUsage> count(RunRegistry.Spent spent, Instant start, Collection<SessionId> sessions) throws IOException {
        if (sessions.isEmpty()) {
            return List.of();
        }
        List<TurnUsage> turns = new ArrayList<>();
        spent.since(start, turn -> {
            if (sessions.contains(turn.sessionId())) {
                turns.add(turn);
            }
        });
        Instant told = opened.minus(TOLERANCE);
        turns.stream()
                .filter(turn -> !turn.at().isBefore(told))
                .map(UsageLedger::nameOf)
                .forEach(counted::add);
        return turns;
    }

    /** Removes the turns that wait. @return those that are not counted yet */
    List<TurnUsage> take() {
        List<TurnUsage> taken = new ArrayList<>();
        for (TurnUsage turn = waiting.poll(); turn != null; turn = waiting.poll()) {
            if (!counted.remove(UsageLedger.nameOf(turn))) {
                taken.add(turn);
            }
        }
        return taken;
    }
}

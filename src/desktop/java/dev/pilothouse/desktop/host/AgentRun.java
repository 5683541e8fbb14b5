package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.agent.EventSize;
import dev.pilothouse.desktop.agent.RestartTracker;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.pulse.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * One run of a session's agent, from its launch until its process has ended. Distinguishes late events of an earlier
 * run from those of the current one.
 *
 * <p>Its fields are confined to the session's lane; events arrive on the adapter's reader thread.
 */
final class AgentRun implements AgentAdapter.Listener {
    /** Receives the events on the session's lane. */
    interface Receiver {
        void onEvent(AgentRun run, AgentEvent event);

        /** Whether events must wait now. If so, the receiver later calls {@link #resume} on the run. */
        default boolean isHeldBack(AgentRun run) {
            return false;
        }
    }

    /**
     * The number of events that may wait on the lane. It is lower than the lane's capacity, so that intents still have
     * room while an agent floods.
     */
    static final int MAX_WAITING = 128;

    /**
     * A large event takes one more permit for each so many characters. Waiting events thus hold at most 8 Mi
     * characters, or one event.
     */
    static final int CHARACTERS = 64 * 1024;

    private final Lane lane;
    private final Semaphore room = new Semaphore(MAX_WAITING);
    /** Set before the adapter is started, and so before the first event. */
    private volatile Receiver receiver;

    /** Events that arrived while the receiver deferred them. Each keeps its permit, so that the agent is throttled. */
    private final ArrayDeque<AgentEvent> held = new ArrayDeque<>(0);

    private AgentAdapter adapter;
    private AgentPolicy terms = AgentPolicy.standard();
    private Optional<RestartTracker> crashes = Optional.empty();
    private Optional<AgentUsage> usage = Optional.empty();
    private boolean tooLarge;
    private boolean ready;
    private boolean interrupted;
    private boolean restart;
    private boolean stopping;

    AgentRun(Lane lane) {
        this.lane = lane;
    }

    @Override
    public void onEvent(AgentEvent event) throws InterruptedException {
        // Blocks while too many events wait. This throttles the agent and loses nothing.
        int weight = weight(event);
        room.acquire(weight);
        try {
            lane.put(() -> take(event));
        } catch (RejectedExecutionException e) {
            // The session has ended, and its agent ends too.
            room.release(weight);
        } catch (InterruptedException e) {
            room.release(weight);
            throw e;
        }
    }

    private static int weight(AgentEvent event) {
        return (int) Math.min(MAX_WAITING, 1 + EventSize.of(event) / CHARACTERS);
    }

    private void take(AgentEvent event) {
        if (!held.isEmpty() || receiver.isHeldBack(this)) {
            held.add(event);
            return;
        }
        try {
            receiver.onEvent(this, event);
        } finally {
            room.release(weight(event));
        }
    }

    /** Processes one deferred event per task, so that the failure of one does not affect the others. */
    void resume() {
        if (held.isEmpty() || receiver.isHeldBack(this)) {
            return;
        }
        AgentEvent next = held.remove();
        try {
            receiver.onEvent(this, next);
        } finally {
            room.release(weight(next));
            if (!held.isEmpty() && !lane.tryExecute(this::resume)) {
                // A timer task has a reserved place, so a full lane loses no deferred event.
                lane.schedule(Duration.ZERO, this::resume);
            }
        }
    }

    /** Whether events wait for their receiver. */
    boolean isHeldBack() {
        return !held.isEmpty();
    }

    /** Drops the deferred events after the lane has ended, and releases threads that wait for a permit. */
    void abandon() {
        held.clear();
        // Released without regard to the number held: no more events reach the lane, so nothing is left to bound.
        room.release(MAX_WAITING);
    }

    /** Sets the adapter that the catalogue created for this run, and the receiver of its events. */
    void prepared(AgentAdapter prepared, Receiver events) {
        adapter = prepared;
        receiver = events;
    }

    /** Sets the catalogue's policy for this run. Called before its start. */
    void agreed(AgentLauncher.Launch.Prepared entry) {
        terms = entry.terms();
        crashes = entry.crashes();
    }

    /** The crash count shared with other sessions of the same process; empty if the agent has its own process. */
    Optional<RestartTracker> crashes() {
        return crashes;
    }

    AgentPolicy terms() {
        return terms;
    }

    AgentAdapter adapter() {
        return adapter;
    }

    boolean isReady() {
        return ready && !stopping;
    }

    void onReady() {
        ready = true;
    }

    /**
     * Records the resource usage of its processes.
     *
     * @return the memory in use if it has just exceeded the limit; reported again only after it has fallen below 90 %
     *     of the limit
     */
    OptionalLong used(Instant at, ProcessUsage seen) {
        usage = Optional.of(usage.map(before -> before.next(at, seen)).orElseGet(() -> AgentUsage.first(at, seen)));
        OptionalLong limit = terms.limits().memoryBytes();
        OptionalLong taken = seen.residentBytes();
        if (limit.isEmpty() || taken.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!tooLarge && taken.getAsLong() > limit.getAsLong()) {
            tooLarge = true;
            return taken;
        }
        tooLarge &= taken.getAsLong() > limit.getAsLong() / 10 * 9;
        return OptionalLong.empty();
    }

    /** Marks this run as a restart after a crash. */
    void markRestart() {
        restart = true;
    }

    /** Marks that a turn was interrupted, whatever the exit code is. */
    void markFailed() {
        interrupted = true;
    }

    boolean hasFailed() {
        return interrupted;
    }

    /**
     * Whether an unexpected end is a crash of an agent that had worked. An agent that never became ready has a problem
     * that a person must solve.
     */
    boolean hasCrashed(Integer exitCode) {
        boolean hadWorked = ready || restart;
        return hadWorked && (exitCode == null || exitCode != 0 || interrupted || !ready);
    }

    boolean isStopping() {
        return stopping;
    }

    void stopping() {
        stopping = true;
    }
}

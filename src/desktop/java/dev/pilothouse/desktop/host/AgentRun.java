package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.AgentTerms;
import dev.pilothouse.desktop.agent.CrashCount;
import dev.pilothouse.desktop.agent.EventSize;
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
 * One life of a session's agent, from its launch until its process is gone. What an earlier life still says is told
 * apart by it.
 *
 * <p>Its fields are confined to the session's lane; events arrive on the adapter's reader thread.
 */
final class AgentRun implements AgentAdapter.Listener {
    /** Takes the events, on the session's lane. */
    interface Receiver {
        void onEvent(AgentRun run, AgentEvent event);

        /** Whether events wait now. If so, the receiver has the run {@link #goOn} later. */
        default boolean holdsBack(AgentRun run) {
            return false;
        }
    }

    /** Events that may wait on the lane: fewer than it holds, so that a person is heard while an agent floods. */
    static final int MAX_WAITING = 128;

    /** A large event counts as one more for each so many characters: what waits holds 8 Mi of them, or one event. */
    static final int CHARACTERS = 64 * 1024;

    private final Lane lane;
    private final Semaphore room = new Semaphore(MAX_WAITING);
    /** Set before the adapter is started, and so before the first event. */
    private volatile Receiver receiver;

    /** Events that came while the receiver held them back; each keeps its place, so that the agent waits. */
    private final ArrayDeque<AgentEvent> held = new ArrayDeque<>(0);

    private AgentAdapter adapter;
    private AgentTerms terms = AgentTerms.standard();
    private Optional<CrashCount> crashes = Optional.empty();
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
        // Waits while too many are on their way, which slows the agent and loses nothing.
        int weight = weight(event);
        room.acquire(weight);
        try {
            lane.put(() -> take(event));
        } catch (RejectedExecutionException e) {
            // The session has ended; so does its agent.
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
        if (!held.isEmpty() || receiver.holdsBack(this)) {
            held.add(event);
            return;
        }
        try {
            receiver.onEvent(this, event);
        } finally {
            room.release(weight(event));
        }
    }

    /** Takes what was held back, an event a task, so that a failure of one is no failure of the others. */
    void goOn() {
        if (held.isEmpty() || receiver.holdsBack(this)) {
            return;
        }
        AgentEvent next = held.remove();
        try {
            receiver.onEvent(this, next);
        } finally {
            room.release(weight(next));
            if (!held.isEmpty() && !lane.tryExecute(this::goOn)) {
                // A timer's place, since what is held back must not be lost to a full lane.
                lane.schedule(Duration.ZERO, this::goOn);
            }
        }
    }

    /** Whether events wait for their receiver. */
    boolean isHeldBack() {
        return !held.isEmpty();
    }

    /** Nobody will take what was held back, since the lane has ended: whoever waits for its place goes on. */
    void abandon() {
        held.clear();
        // Whatever was held; nothing more can come to the lane, so there is nothing left to bound.
        room.release(MAX_WAITING);
    }

    /** What the catalogue made for this life, and who takes its events. */
    void prepared(AgentAdapter prepared, Receiver events) {
        adapter = prepared;
        receiver = events;
    }

    /** Before its start, if the catalogue has said anything of them. */
    void agreed(AgentLauncher.Launch.Prepared entry) {
        terms = entry.terms();
        crashes = entry.crashes();
    }

    /** Where its crashes are counted together with those of other sessions; empty if it has a process of its own. */
    Optional<CrashCount> crashes() {
        return crashes;
    }

    AgentTerms terms() {
        return terms;
    }

    AgentAdapter adapter() {
        return adapter;
    }

    boolean isReady() {
        return ready && !stopping;
    }

    void becameReady() {
        ready = true;
    }

    /** What its processes used when they were last looked at, every 15 s or so; empty before. */
    Optional<AgentUsage> usage() {
        return usage;
    }

    /**
     * Takes a look at its processes.
     *
     * @return the memory that they occupy if they have just passed the limit: once, until they are well below it again
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

    /** It takes the place of a life that has crashed. */
    void asRestart() {
        restart = true;
    }

    /** A turn broke off with it, whatever its exit code says. */
    void brokeOff() {
        interrupted = true;
    }

    boolean hasBrokenOff() {
        return interrupted;
    }

    /**
     * Whether an end that nobody wished is a crash of an agent that had worked. One that never came to its first prompt has
     * something that a person must put right.
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

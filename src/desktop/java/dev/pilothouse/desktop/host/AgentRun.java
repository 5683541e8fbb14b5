package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.agent.RestartTracker;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.pulse.Lane;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One run of a session's agent, from its launch until its process has ended. Distinguishes late events of an earlier
 * run from those of the current one.
 *
 * <p>Confined to the session's lane. Owns its inbox, which ends with the adapter or with {@link #abandon()}.
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

    private final AgentInbox inbox;
    /** Set before the adapter is started, and so before the first event. */
    private volatile @Nullable Receiver receiver;

    private @Nullable AgentAdapter adapter;
    private AgentPolicy terms = AgentPolicy.standard();
    private Optional<RestartTracker> crashes = Optional.empty();
    private Optional<AgentUsage> usage = Optional.empty();
    private boolean tooLarge;
    private boolean ready;
    private boolean interrupted;
    private boolean restart;
    private boolean stopping;

    AgentRun(Lane lane) {
        this.inbox = new AgentInbox(lane, this);
    }

    AgentInbox inbox() {
        return inbox;
    }

    @Override
    public void onEvent(AgentEvent event) {
        Objects.requireNonNull(receiver).onEvent(this, event);
    }

    @Override
    public boolean holdsBack() {
        return Objects.requireNonNull(receiver).isHeldBack(this);
    }

    /** Continues with the events that were held back. */
    void resume() {
        inbox.resume();
    }

    /** Drops all events after the lane has ended, and releases threads that wait for room. */
    void abandon() {
        inbox.close();
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

    /** The adapter. Called once the run is prepared. */
    AgentAdapter adapter() {
        return Objects.requireNonNull(adapter, "not prepared");
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
    boolean hasCrashed(@Nullable Integer exitCode) {
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

package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.rpc.Deadlines;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

/**
 * Ends processes that a cancelled turn has left running. Agents start the commands of their tools in separate process
 * sessions, and some do not end them on a cancel. A process is ended only if it is in such a session, appeared during
 * the turn, and is still alive some time after the turn's end. Helpers that the agent keeps are in the agent's own
 * session. Called on the session's lane; a worker reads the system's processes, because that takes a while.
 */
final class StrayProcessReaper {
    /** Time that an agent has to end its tools by itself. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Time that a process has to end before it is killed. */
    static final Duration FORCE = Duration.ofSeconds(1);

    private final Deadlines deadlines;
    private final Executor workers;
    private final IntConsumer ended;
    private CompletableFuture<Set<ProcessHandle>> before = CompletableFuture.completedFuture(Set.of());

    /** @param ended receives the number of ended processes, on a worker */
    StrayProcessReaper(Deadlines deadlines, Executor workers, IntConsumer ended) {
        this.deadlines = deadlines;
        this.workers = workers;
        this.ended = ended;
    }

    void turnBegins(Optional<AgentPipe> pipe) {
        before = pipe.map(present -> CompletableFuture.supplyAsync(present::detachedProcesses, workers))
                .orElse(CompletableFuture.completedFuture(Set.of()));
    }

    void turnCancelled(Optional<AgentPipe> pipe) {
        CompletableFuture<Set<ProcessHandle>> earlier = before;
        pipe.ifPresent(present -> {
            CompletableFuture<Void> unused = earlier.thenAcceptAsync(known -> lookAfter(present, known), workers);
        });
    }

    private void lookAfter(AgentPipe pipe, Set<ProcessHandle> known) {
        Set<ProcessHandle> left = new HashSet<>(pipe.detachedProcesses());
        left.removeAll(known);
        if (!left.isEmpty()) {
            deadlines.after(TIMEOUT, () -> workers.execute(() -> end(pipe, left)));
        }
    }

    private void end(AgentPipe pipe, Set<ProcessHandle> candidates) {
        Set<ProcessHandle> left = new HashSet<>(pipe.detachedProcesses());
        left.retainAll(candidates);
        if (left.isEmpty()) {
            return;
        }
        left.forEach(ProcessHandle::destroy);
        deadlines.after(FORCE, () -> left.forEach(ProcessHandle::destroyForcibly));
        ended.accept(left.size());
    }
}

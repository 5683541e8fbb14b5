package dev.pilothouse.desktop.acp;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Ends processes that a cancelled turn has left running. Agents start the commands of their tools in separate process
 * sessions, and some do not end them on a cancel. A process is ended only if it is in such a session, appeared during
 * the turn, and is still alive some time after the turn's end. Helpers that the agent keeps are in the agent's own
 * session. Confined to the inbox's thread.
 */
final class StrayProcessReaper {
    /** Time that an agent has to end its tools by itself. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Time that a process has to end before it is killed. */
    static final Duration FORCE = Duration.ofSeconds(1);

    private final AcpLink link;
    private final IntConsumer ended;
    private Set<ProcessHandle> before = Set.of();

    /** @param ended receives the number of ended processes */
    StrayProcessReaper(AcpLink link, IntConsumer ended) {
        this.link = link;
        this.ended = ended;
    }

    void turnBegins(Optional<AgentPipe> pipe) {
        before = pipe.map(AgentPipe::detachedProcesses).orElse(Set.of());
    }

    void turnCancelled(Optional<AgentPipe> pipe) {
        Set<ProcessHandle> left =
                new HashSet<>(pipe.map(AgentPipe::detachedProcesses).orElse(Set.of()));
        left.removeAll(before);
        if (!left.isEmpty()) {
            link.schedule(TIMEOUT, () -> end(pipe, left));
        }
    }

    private void end(Optional<AgentPipe> pipe, Set<ProcessHandle> candidates) {
        Set<ProcessHandle> left =
                new HashSet<>(pipe.map(AgentPipe::detachedProcesses).orElse(Set.of()));
        left.retainAll(candidates);
        if (left.isEmpty()) {
            return;
        }
        left.forEach(ProcessHandle::destroy);
        link.schedule(FORCE, () -> left.forEach(ProcessHandle::destroyForcibly));
        ended.accept(left.size());
    }
}

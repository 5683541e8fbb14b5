package dev.pilothouse.desktop.agent;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Ends what a cancelled turn has left running. Agents put the commands of their tools into sessions of their own, and some
 * forget them on a cancel. Only processes count that are in such a session, that appeared during the turn, and that still
 * live some time after its end; helpers that the agent keeps are in its own session. Confined to the inbox's thread.
 */
final class ToolStrays {
    /** How long an agent has to end its tools by itself. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long a process has to end after it was asked. */
    static final Duration FORCE = Duration.ofSeconds(1);

    private final AcpLink link;
    private final IntConsumer ended;
    private Set<ProcessHandle> before = Set.of();

    /** @param ended hears how many were ended */
    ToolStrays(AcpLink link, IntConsumer ended) {
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
            link.later(PATIENCE, () -> end(pipe, left));
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
        link.later(FORCE, () -> left.forEach(ProcessHandle::destroyForcibly));
        ended.accept(left.size());
    }
}

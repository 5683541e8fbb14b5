package dev.pilothouse.desktop.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A process and all its direct and indirect descendants, tracked by parent and by mark. Agents put their shell tools
 * into separate sessions, and tools fork twice, so neither the process group nor the parent is enough. Owns no thread.
 * Any thread; calls are synchronized.
 */
final class ProcessTree {
    private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();
    private static final int KILL_ROUNDS = 6;

    private final Procfs procfs;
    private final String session;
    private final Map<Long, ProcessHandle> members = new LinkedHashMap<>();
    private boolean hadOthers;

    /**
     * @param root the process at the top, if known
     * @param session the nonce of the tree's {@link ProcessMark}
     */
    ProcessTree(Procfs procfs, Optional<ProcessHandle> root, String session) {
        this.procfs = procfs;
        this.session = session;
        root.ifPresent(handle -> members.put(handle.pid(), handle));
    }

    /**
     * Finds members, also newly started ones, and remembers them: once their parent has died, the remembered handle may
     * be the only way to find them.
     *
     * @return the living members; zombies are left out
     */
    synchronized List<ProcessHandle> refresh() {
        collectByParent();
        for (long pid : procfs.withVariable(ProcessMark.SESSION_VARIABLE, session)) {
            // The handle fixes the start time. Check the mark again after that, to be sure it is the same process.
            ProcessHandle.of(pid)
                    .filter(handle -> procfs.hasVariable(pid, ProcessMark.SESSION_VARIABLE, session))
                    .ifPresent(this::add);
        }
        List<ProcessHandle> living = new ArrayList<>();
        members.values().removeIf(member -> !isLiving(member));
        living.addAll(members.values());
        return living;
    }

    /**
     * Remembers the members that are found by their parents: half of {@link #refresh}, without reading all environments.
     */
    synchronized void collectByParent() {
        // The pid of a dead member may already belong to another process.
        members.values().removeIf(member -> !member.isAlive());
        Set<Long> reached = new HashSet<>();
        for (ProcessHandle member : List.copyOf(members.values())) {
            // Each search reads all processes of the system, and that of a parent has found those below its children.
            if (!reached.contains(member.pid())) {
                member.descendants().forEach(descendant -> {
                    reached.add(descendant.pid());
                    add(descendant);
                });
            }
        }
    }

    /** Returns the members that are alive without the root. */
    synchronized List<ProcessHandle> others(long root) {
        return members.values().stream()
                .filter(member -> member.pid() != root && isLiving(member))
                .toList();
    }

    /** Returns the pids of all found members that are alive, without a new search. */
    synchronized Set<Long> knownPids() {
        return members.values().stream()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether a process besides the root was ever found. */
    synchronized boolean hadDescendants() {
        return hadOthers;
    }

    /**
     * Ends all members: asks, waits, kills, and looks again, because a process may fork between the look and the kill.
     *
     * @return how many could not be ended
     */
    synchronized int end(Duration termGrace, Duration killGrace) {
        List<ProcessHandle> living = refresh();
        if (living.isEmpty()) {
            return 0;
        }
        living.forEach(ProcessHandle::destroy);
        awaitGone(living, termGrace);
        for (int round = 0; round < KILL_ROUNDS; round++) {
            living = refresh();
            if (living.isEmpty()) {
                return 0;
            }
            living.forEach(ProcessHandle::destroyForcibly);
            awaitGone(living, killGrace.dividedBy(KILL_ROUNDS));
        }
        return refresh().size();
    }

    private void add(ProcessHandle handle) {
        // If an agent started this process, an inherited mark could lead back to it.
        if (!members.containsKey(handle.pid()) && !isSelfOrAncestor(handle)) {
            members.put(handle.pid(), handle);
            hadOthers = true;
        }
    }

    private static boolean isSelfOrAncestor(ProcessHandle handle) {
        Optional<ProcessHandle> self = Optional.of(ProcessHandle.current());
        while (self.isPresent()) {
            if (self.get().pid() == handle.pid()) {
                return true;
            }
            self = self.get().parent();
        }
        return false;
    }

    private void awaitGone(List<ProcessHandle> living, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (living.stream().anyMatch(this::isLiving) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isLiving(ProcessHandle handle) {
        return handle.isAlive() && !procfs.isZombie(handle.pid());
    }
}

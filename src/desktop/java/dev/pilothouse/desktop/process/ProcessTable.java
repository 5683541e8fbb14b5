package dev.pilothouse.desktop.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A snapshot of all processes of the system. One snapshot serves the usage of all agents, since making one reads every
 * process. Immutable. Any thread except lanes and the FX thread: making one takes some milliseconds.
 */
public final class ProcessTable {
    /**
     * One process.
     *
     * @param cpu of the process, and of its ended children where known
     */
    record Row(long pid, long parent, Duration cpu) {}

    private final Procfs procfs;
    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Long, List<Long>> children = new HashMap<>();

    private ProcessTable(Procfs procfs, List<Row> all) {
        this.procfs = procfs;
        for (Row row : all) {
            rows.put(row.pid(), row);
            children.computeIfAbsent(row.parent(), parent -> new ArrayList<>()).add(row.pid());
        }
    }

    /** Takes a snapshot of the system. */
    public static ProcessTable now() {
        return now(Procfs.system());
    }

    /** Reads procfs, or Java's process API where there is no procfs. */
    static ProcessTable now(Procfs procfs) {
        List<Row> rows = procfs.processes();
        return new ProcessTable(procfs, rows.isEmpty() ? rows() : rows);
    }

    private static List<Row> rows() {
        return ProcessHandle.allProcesses()
                .map(handle -> new Row(
                        handle.pid(),
                        handle.parent().map(ProcessHandle::pid).orElse(0L),
                        handle.info().totalCpuDuration().orElse(Duration.ZERO)))
                .toList();
    }

    /**
     * Returns the usage of a process, its descendants, and other processes of its tree.
     *
     * @param others members of its tree that can no longer be reached through their parents
     * @return empty if none of them is in the table
     */
    Optional<ProcessUsage> usage(long root, Set<Long> others) {
        Set<Long> seen = new HashSet<>();
        ArrayDeque<Long> next = new ArrayDeque<>(others);
        next.add(root);
        Duration cpu = Duration.ZERO;
        long resident = 0;
        boolean told = false;
        while (!next.isEmpty()) {
            long pid = next.remove();
            Row row = rows.get(pid);
            if (row == null || !seen.add(pid)) {
                continue;
            }
            cpu = cpu.plus(row.cpu());
            OptionalLong bytes = procfs.residentBytes(pid);
            if (bytes.isPresent()) {
                resident += bytes.getAsLong();
                told = true;
            }
            next.addAll(children.getOrDefault(pid, List.of()));
        }
        return seen.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ProcessUsage(cpu, told ? OptionalLong.of(resident) : OptionalLong.empty(), seen.size()));
    }
}

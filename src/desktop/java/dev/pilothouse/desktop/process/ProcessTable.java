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
 * All processes of the system at one moment. One look serves the usage of all agents, since each look reads as much as
 * there are processes. Immutable; any thread, but for lanes and the FX thread: a look takes some milliseconds.
 */
public final class ProcessTable {
    /**
     * A process in it.
     *
     * @param cpu of the process, and of its ended children where that is known
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

    /** Looks at the system. */
    public static ProcessTable now() {
        return now(Procfs.system());
    }

    /** Looks at procfs, and where there is none at what Java tells. */
    static ProcessTable now(Procfs procfs) {
        List<Row> rows = procfs.processes();
        return new ProcessTable(procfs, rows.isEmpty() ? told() : rows);
    }

    private static List<Row> told() {
        return ProcessHandle.allProcesses()
                .map(handle -> new Row(
                        handle.pid(),
                        handle.parent().map(ProcessHandle::pid).orElse(0L),
                        handle.info().totalCpuDuration().orElse(Duration.ZERO)))
                .toList();
    }

    /**
     * What a process and its descendants use, and others that belong to it.
     *
     * @param others of its tree whose parents no longer lead to it
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

package dev.pilothouse.desktop.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Linux's figures of a process at one time. Immutable; any thread.
 *
 * @param at {@link System#nanoTime}
 * @param rssMegabytes resident memory, including shared parts
 * @param cpuMillis processor time of all threads, including ended ones, by the scheduler's exact count
 * @param descriptors open ones
 * @param threads live ones, by id
 */
public record ProcessFacts(
        long at, double rssMegabytes, double cpuMillis, int descriptors, Map<Long, ThreadFacts> threads) {

    /**
     * One thread.
     *
     * @param waits voluntary context switches: each ends with a wake-up
     */
    public record ThreadFacts(String name, double cpuMillis, long waits) {}

    public static ProcessFacts of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            Map<Long, ThreadFacts> threads = new LinkedHashMap<>();
            double cpu = 0;
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
                for (Path task : tasks) {
                    try {
                        ThreadFacts facts = thread(task);
                        threads.put(Long.parseLong(task.getFileName().toString()), facts);
                        cpu += facts.cpuMillis();
                    } catch (IOException ended) {
                        // The thread ended between the listing and the read.
                    }
                }
            }
            return new ProcessFacts(
                    System.nanoTime(),
                    number(Files.readString(process.resolve("status")), "VmRSS:") / 1024.0,
                    cpu,
                    count(process.resolve("fd")),
                    threads);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static ThreadFacts thread(Path task) throws IOException {
        String status = Files.readString(task.resolve("status"), StandardCharsets.UTF_8);
        // Nanoseconds on a processor, nanoseconds in the run queue, and time slices.
        String scheduled = Files.readString(task.resolve("schedstat")).split(" ")[0];
        return new ThreadFacts(
                Files.readString(task.resolve("comm")).strip(),
                Long.parseLong(scheduled) / 1e6,
                number(status, "voluntary_ctxt_switches:"));
    }

    private static long number(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static int count(Path folder) throws IOException {
        int entries = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path ignored : all) {
                entries++;
            }
        }
        return entries;
    }

    /** Its use of one processor since then, in per cent. */
    public double cpuPercentSince(ProcessFacts before) {
        double millis = 0;
        for (Map.Entry<Long, ThreadFacts> thread : threads.entrySet()) {
            ThreadFacts then = before.threads.get(thread.getKey());
            millis += thread.getValue().cpuMillis() - (then == null ? 0 : then.cpuMillis());
        }
        return millis / ((at - before.at) / 1e6) * 100;
    }

    /** Voluntary waits of all threads a second, and so wake-ups. */
    public double wakeUpsPerSecondSince(ProcessFacts before) {
        return wakeUpsSince(before).values().stream().mapToLong(Long::longValue).sum() / ((at - before.at) / 1e9);
    }

    /** Wake-ups by thread name, the most frequent first. */
    public Map<String, Long> wakeUpsSince(ProcessFacts before) {
        Map<String, Long> waits = new LinkedHashMap<>();
        threads.forEach((id, now) -> {
            ThreadFacts then = before.threads.get(id);
            long more = now.waits() - (then == null ? 0 : then.waits());
            if (more > 0) {
                waits.merge(now.name(), more, Long::sum);
            }
        });
        List<Map.Entry<String, Long>> sorted = waits.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        return sorted.stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
    }
}

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
 * What Linux tells of a process at one time. Immutable; any thread.
 *
 * @param at {@link System#nanoTime}
 * @param rssMegabytes memory that it has, shared parts included
 * @param cpuMillis processor time of all threads, also of those that have ended, by the scheduler's exact count
 * @param descriptors open ones
 * @param threads those that live, by id
 */
public record ProcessFacts(
        long at, double rssMegabytes, double cpuMillis, int descriptors, Map<Long, ThreadFacts> threads) {

    /**
     * One thread.
     *
     * @param waits times that it has waited for something of its own will: each ends with a wake-up
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
                        // Between the listing and the look.
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
        // Nanoseconds on a processor, those in line for one, and time slices.
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

    /** How much of one processor it has used since then, in per cent. */
    public double cpuPercentSince(ProcessFacts before) {
        double millis = 0;
        for (Map.Entry<Long, ThreadFacts> thread : threads.entrySet()) {
            ThreadFacts then = before.threads.get(thread.getKey());
            millis += thread.getValue().cpuMillis() - (then == null ? 0 : then.cpuMillis());
        }
        return millis / ((at - before.at) / 1e6) * 100;
    }

    /** Times a second that a thread has begun to wait, and so was woken. */
    public double wakeUpsPerSecondSince(ProcessFacts before) {
        return wakeUpsSince(before).values().stream().mapToLong(Long::longValue).sum() / ((at - before.at) / 1e9);
    }

    /** Who was woken how often, the busiest first. */
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

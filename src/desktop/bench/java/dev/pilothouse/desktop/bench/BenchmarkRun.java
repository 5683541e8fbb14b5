package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs every benchmark and reports. A test only in form, so that the build starts it: it fails when something does not
 * work, never for a time. Options: {@code -Dbench.rounds} measured rounds at most (with 1, nothing is warmed up), {@code
 * -Dbench.only} a word that the name of a benchmark contains, {@code -Dbench=quick} whether everything still runs.
 */
final class BenchmarkRun {
    /** Those that repeat share this; those of several processes take the time that their floods take. */
    private static final Duration WHOLE = Duration.ofMinutes(10);

    @Test
    void measureEverything() throws Exception {
        boolean quick = System.getProperty("bench", "").equals("quick");
        int most = quick ? 1 : Integer.getInteger("bench.rounds", 5);
        String only = System.getProperty("bench.only", "");
        double loadBefore = Machine.load();
        long start = System.nanoTime();
        Report report = new Report();
        List<Throwable> failures = new ArrayList<>();
        // Processes come first: the host's agents would be counted among their children.
        List<Benchmark> all = List.of(
                new ProcessBenchmark(),
                new JournalBenchmark(),
                new LiveSessionsBenchmark(),
                new FoldBenchmark(),
                new SearchBenchmark(),
                new PulseBenchmark(),
                new TranscriptBenchmark(),
                new OpenBenchmark(),
                new HostBenchmark(),
                new DeflateBenchmark(),
                new LatencyBenchmark(),
                new BridgeBenchmark(),
                new ResumeBenchmark(),
                new StartBenchmark(),
                new IdleBenchmark(),
                new CapacityBenchmark(),
                new FloodBenchmark());
        for (Benchmark benchmark : all) {
            if (benchmark.name().contains(only)) {
                long now = System.nanoTime();
                long deadline = Math.min(now + benchmark.budget().toNanos(), start + WHOLE.toNanos());
                report.begin(benchmark.name());
                try {
                    benchmark.run(new Rounds(most, deadline, System::nanoTime), report);
                } catch (Exception | AssertionError failure) {
                    // The others' figures are worth having all the same; the run fails in the end.
                    report.say("all", "failed", failure.toString());
                    failures.add(failure);
                }
                report.say("all", "took", (System.nanoTime() - now) / 1_000_000_000 + " s");
            }
        }
        JsonObject machine = Machine.facts(loadBefore, System.nanoTime() - start);
        report.print(machine, System.out);
        report.write(machine, Path.of(System.getProperty("bench.output", "target/bench/figures.json")));
        if (!failures.isEmpty()) {
            AssertionError failed = new AssertionError(failures.size() + " benchmarks failed");
            failures.forEach(failed::addSuppressed);
            throw failed;
        }
    }
}

package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs every benchmark and reports. It is a test so that the build runs it: it fails on errors, never on a time.
 * Options: {@code -Dbench.rounds} the maximum of measured rounds (1 skips the warm-up), {@code -Dbench.only} a word of
 * a benchmark's name, {@code -Dbench=quick} only checks that everything runs.
 */
final class BenchmarkRun {
    /** Shared by the benchmarks that repeat. Those with several processes take as long as their floods. */
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
        // Processes come first, since the host's agents would be counted as their children.
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
                new CutBenchmark(),
                new RoundTripBenchmark(),
                new StartBenchmark(),
                new IdleBenchmark(),
                new ListBenchmark(),
                new RepositoryBenchmark(),
                new CapacityBenchmark(),
                new FloodBenchmark(),
                new OptionsBenchmark());
        for (Benchmark benchmark : all) {
            if (benchmark.name().contains(only)) {
                long now = System.nanoTime();
                long deadline = Math.min(now + benchmark.budget().toNanos(), start + WHOLE.toNanos());
                report.begin(benchmark.name());
                try {
                    benchmark.run(new Rounds(most, deadline, System::nanoTime), report);
                } catch (Exception | AssertionError failure) {
                    // The other benchmarks still run and report; the run fails at the end.
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

package dev.pilothouse.desktop.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The age of a chunk when a client's store has it, from the time stamp by the agent (or its model), beside the same
 * agent's stdout read directly; and its bytes on the network. Agent, host and clients are separate processes.
 * {@code -Dbench.agent="command …"} measures another ACP agent, for example a real one.
 */
final class LatencyBenchmark implements Benchmark {
    /** A chunk each 5 ms, like a fast model. */
    private static final String LIVE = "5";
    /** A chunk each 50 ms, like a slow model; each is sent alone. */
    private static final String SLOW = "50";
    /** 20 chunks each millisecond. */
    private static final String FLOOD = "0";

    private static final int CROWD = Integer.getInteger("bench.crowd", 20);

    private final boolean quick = Integer.getInteger("bench.rounds", 5) == 1
            || System.getProperty("bench", "").equals("quick");
    private final int live = Integer.getInteger("bench.live", quick ? 200 : 1_000);
    private final int slow = quick ? 20 : 100;
    private final int flood = quick ? 4_000 : 20_000;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(90);
    }

    /** One run's ages in milliseconds. */
    private record Delay(double p50, double p95, double p99) {
        static Delay of(Iterable<Stamps> stamps) {
            double[] sorted = Stamps.sorted(stamps);
            return new Delay(Stamps.at(sorted, 0.5), Stamps.at(sorted, 0.95), Stamps.at(sorted, 0.99));
        }
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        Path work = Files.createTempDirectory("pilothouse-floor");
        try (WireAgent direct = WireAgent.start(work);
                WireRig alone = WireRig.start(1, BenchClient.DIRECT);
                WireRig crowd = WireRig.start(CROWD, BenchClient.DIRECT);
                WireRig counted = WireRig.start(1, BenchClient.USUAL_BUFFER)) {
            String floor = "floor: stdout of " + WireAgent.name() + ", only read";
            String one = "ours: one client's store";
            String all = "ours: the stores of " + CROWD + " clients";
            Rounds.Outcomes<Delay> delays = rounds.run(
                    1,
                    0.8,
                    List.of(
                            new Rounds.Variant<>(floor, () -> Delay.of(List.of(direct.stream(live, LIVE)))),
                            new Rounds.Variant<>(
                                    one, () -> Delay.of(alone.stream(live, LIVE).stamps())),
                            new Rounds.Variant<>(
                                    all, () -> Delay.of(crowd.stream(live, LIVE).stamps()))));
            for (String variant : List.of(floor, one, all)) {
                report.add(variant, "age of a chunk, p50", Series.of(delays.of(variant), Delay::p50), "ms");
                report.add(variant, "age of a chunk, p95", Series.of(delays.of(variant), Delay::p95), "ms");
                report.add(variant, "age of a chunk, p99", Series.of(delays.of(variant), Delay::p99), "ms");
            }
            for (String variant : List.of(one, all)) {
                report.add(
                        variant + " - floor",
                        "p50",
                        Series.of(delays.of(variant), Delay::p50).minus(Series.of(delays.of(floor), Delay::p50)),
                        "ms");
                report.add(
                        variant + " - floor",
                        "p99",
                        Series.of(delays.of(variant), Delay::p99).minus(Series.of(delays.of(floor), Delay::p99)),
                        "ms");
            }
            bytes(counted, rounds, report);
        }
        try (var left = Files.list(work)) {
            for (Path path : left.toList()) {
                Files.delete(path);
            }
        }
        Files.delete(work);
    }

    /** Counts all that the host sends in that time: the overview's changes, the turn's begin and end, every header. */
    private void bytes(WireRig counted, Rounds rounds, Report report) throws Exception {
        String each5 = "a chunk each 5 ms";
        String each50 = "a chunk each 50 ms";
        String flooded = "20 chunks each ms";
        Rounds.Outcomes<WireRig.Turn> turns = rounds.run(
                0,
                1,
                List.of(
                        new Rounds.Variant<>(each50, () -> counted.stream(slow, SLOW)),
                        new Rounds.Variant<>(each5, () -> counted.stream(live, LIVE)),
                        new Rounds.Variant<>(flooded, () -> counted.stream(flood, FLOOD))));
        for (String variant : List.of(each50, each5, flooded)) {
            report.add(
                    "ours: " + variant,
                    "bytes per chunk on the network",
                    Series.of(turns.of(variant), WireRig.Turn::bytesPerChunk),
                    "");
        }
    }
}

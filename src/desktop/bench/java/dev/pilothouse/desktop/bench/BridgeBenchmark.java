package dev.pilothouse.desktop.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The bridge's throughput to 1, 5 and 20 clients under a flood, and the host's processor time for it; also the effect
 * of one client that reads nothing on 19 others. Agent, host and clients are separate processes.
 */
final class BridgeBenchmark implements Benchmark {
    private static final int CROWD = 20;
    /** 20 chunks each millisecond. */
    private static final String FLOOD = "0";
    /** One chunk each 5 ms. */
    private static final String LIVE = "5";

    private final boolean quick = Integer.getInteger("bench.rounds", 5) == 1
            || System.getProperty("bench", "").equals("quick");
    private final int flood = quick ? 4_000 : 20_000;
    private final int live = quick ? 100 : 600;

    @Override
    public String name() {
        return "bridge";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        for (int clients : quick ? List.of(1, CROWD) : List.of(1, 5, CROWD)) {
            try (WireRig rig = WireRig.start(clients, BenchClient.USUAL_BUFFER)) {
                String variant = "ours: to " + clients + (clients == 1 ? " client" : " clients");
                Rounds.Outcomes<WireRig.Turn> turns =
                        rounds.run(1, 0.3, List.of(new Rounds.Variant<>(variant, () -> rig.stream(flood, FLOOD))));
                List<WireRig.Turn> each = turns.of(variant);
                report.add(
                        variant,
                        "chunks per second (20,000 offered)",
                        Series.of(each, WireRig.Turn::chunksPerSecond),
                        "/s");
                report.add(
                        variant,
                        "host's processor for a chunk to all",
                        Series.of(each, WireRig.Turn::processorMicrosPerChunk),
                        "µs");
                report.add(variant, "bytes per chunk and client", Series.of(each, WireRig.Turn::bytesPerChunk), "");
                if (clients == CROWD) {
                    oneThatReadsNothing(rig, rounds, report);
                }
            }
        }
    }

    private void oneThatReadsNothing(WireRig rig, Rounds rounds, Report report) throws Exception {
        List<BenchClient> others = new ArrayList<>(rig.clients().subList(0, CROWD - 1));
        BenchClient last = rig.clients().get(CROWD - 1);
        String all = "baseline: 20 that read, age at 19 of them, p99";
        String stalled = "one reads nothing, age at the 19 others, p99";
        Rounds.Outcomes<Double> p99 = rounds.run(
                1,
                1,
                List.of(
                        new Rounds.Variant<>(all, () -> p99(rig.stream(others, live, LIVE))),
                        new Rounds.Variant<>(stalled, () -> {
                            last.stall();
                            try {
                                return p99(rig.stream(others, live, LIVE));
                            } finally {
                                last.goOn();
                            }
                        })));
        Series reading = Series.of(p99.of(all), age -> age);
        Series beside = Series.of(p99.of(stalled), age -> age);
        report.add(all, "", reading, "ms");
        report.add(stalled, "", beside, "ms");
        report.add(stalled, "in proportion", beside.over(reading), "x");
    }

    private static double p99(WireRig.Turn turn) {
        return Stamps.at(Stamps.sorted(turn.stamps()), 0.99);
    }
}

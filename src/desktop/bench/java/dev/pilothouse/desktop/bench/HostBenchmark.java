package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The complete path from a child's stdout through pipes, journal, outbox, Noise, WebSocket and a client's fold into its
 * store, with real processes and sockets. Also the effect of a second client that reads nothing on the first.
 */
final class HostBenchmark implements Benchmark {
    private static final int CHUNKS = 10_000;
    private static final int PARALLEL = 5;
    private static final int LISTINGS = 40;

    @Override
    public String name() {
        return "host";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(65);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        try (HostRig rig = HostRig.start();
                DirectAgent direct = DirectAgent.start(rig.work())) {
            BenchClient client = rig.client("first");
            List<SessionId> sessions = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                SessionId session = client.newSession(rig.work());
                client.open(session);
                sessions.add(session);
            }
            throughput(client, sessions, direct, rounds, report);
            secondClient(client, rig.clientOfSmallBuffer("second"), sessions.get(0), crowd(rig.work()), rounds, report);
        }
    }

    private static void throughput(
            BenchClient client, List<SessionId> sessions, DirectAgent direct, Rounds rounds, Report report)
            throws Exception {
        String floor = "baseline: the agent's stdout, only read";
        String one = "ours: one session into a client's store";
        String five = "ours: five sessions at once";
        Rounds.Outcomes<Flood> outcomes = rounds.run(
                2,
                0.55,
                List.of(
                        new Rounds.Variant<>(floor, () -> direct.flood(CHUNKS)),
                        new Rounds.Variant<>(one, () -> Flood.through(client, sessions.subList(0, 1), CHUNKS)),
                        new Rounds.Variant<>(five, () -> Flood.through(client, sessions, CHUNKS))));
        for (String variant : List.of(floor, one, five)) {
            List<Flood> each = outcomes.of(variant);
            report.add(variant, "chunks per second", Series.of(each, Flood::chunksPerSecond), "/s");
            String bytes = variant.equals(floor) ? "bytes per chunk on the pipe" : "bytes per chunk on the network";
            report.add(variant, bytes, Series.of(each, Flood::bytesPerChunk), "");
        }
        report.add(
                "ours, one session / baseline",
                "time for 10,000 chunks",
                Series.of(outcomes.of(one), Flood::millis).over(Series.of(outcomes.of(floor), Flood::millis)),
                "x");
        report.add(
                "ours, five sessions / one",
                "chunks per second",
                Series.of(outcomes.of(five), Flood::chunksPerSecond)
                        .over(Series.of(outcomes.of(one), Flood::chunksPerSecond)),
                "x");
    }

    // --- a client that reads nothing

    /** @param batches in which the second client got the updates of the flood */
    private record Beside(Flood first, int batches) {}

    private static void secondClient(
            BenchClient first, BenchClient second, SessionId session, Path crowd, Rounds rounds, Report report)
            throws Exception {
        String alone = "baseline: the second looks at nothing";
        String reading = "the second reads as it comes";
        String stalled = "the second reads nothing";
        Rounds.Outcomes<Beside> outcomes = rounds.run(
                1,
                1,
                List.of(
                        new Rounds.Variant<>(
                                alone, () -> new Beside(Flood.through(first, List.of(session), CHUNKS), 0)),
                        new Rounds.Variant<>(reading, () -> beside(first, second, session, crowd, false)),
                        new Rounds.Variant<>(stalled, () -> beside(first, second, session, crowd, true))));
        Series millisAlone = Series.of(outcomes.of(alone), o -> o.first().millis());
        report.add(alone, "first client, 10,000 chunks", millisAlone, "ms");
        for (String variant : List.of(reading, stalled)) {
            Series millis = Series.of(outcomes.of(variant), o -> o.first().millis());
            report.add(variant, "first client, 10,000 chunks", millis, "ms");
            report.add(variant + " / baseline", "first client, 10,000 chunks", millis.over(millisAlone), "x");
        }
        for (String variant : List.of(reading, stalled)) {
            report.add(variant, "second client, batches", Series.of(outcomes.of(variant), Beside::batches), "");
        }
    }

    private static Beside beside(BenchClient first, BenchClient second, SessionId session, Path crowd, boolean stalls)
            throws Exception {
        long head = first.state(session).seq();
        SessionGateway.Subscription open = second.open(session);
        try {
            second.when(session, state -> state.seq() >= head).get();
            if (stalls) {
                fillTheWayTo(second, crowd);
            }
            AtomicInteger batches = new AtomicInteger();
            CompletableFuture<Long> caughtUp = second.when(session, state -> {
                batches.incrementAndGet();
                return hasAnotherTurn(state, head);
            });
            Flood flood = Flood.through(first, List.of(session), CHUNKS);
            if (stalls && caughtUp.isDone()) {
                throw new IllegalStateException("the second client was not held back");
            }
            second.goOn();
            caughtUp.get();
            // The first call came with the subscription, before any update.
            return new Beside(flood, batches.get() - 1);
        } finally {
            open.close();
        }
    }

    private static boolean hasAnotherTurn(SessionState state, long head) {
        return state.lastTurn() != null && state.lastTurn().seq() > head;
    }

    /**
     * A client that stops reading has no effect at first, since the system buffers megabytes for it. So it first
     * requests more than that, until the host's writer blocks.
     */
    private static void fillTheWayTo(BenchClient client, Path crowd) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        client.stall();
        for (int i = 0; i < LISTINGS; i++) {
            client.list(crowd);
        }
        for (int still = 0; still < 5; still = aWriterSends() ? still + 1 : 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the host's writer was never held up");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Whether one of the host's writers is inside a send; its stack trace is the only sign. */
    private static boolean aWriterSends() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().endsWith("-writer"))
                .flatMap(entry -> Arrays.stream(entry.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals("deliver"));
    }

    /** A directory with a long listing that deflates badly. */
    private static Path crowd(Path work) throws IOException {
        Path crowd = Files.createDirectory(work.resolve("crowd"));
        Random random = new Random(20261124);
        byte[] name = new byte[150];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(name);
            Files.createFile(crowd.resolve(Base64.getUrlEncoder().encodeToString(name)));
        }
        return crowd;
    }
}

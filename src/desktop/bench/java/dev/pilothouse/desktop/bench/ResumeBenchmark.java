package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A client that was cut off while a session went on: what it takes until it holds the present state again, beside the
 * same device starting from nothing. Both connect, shake hands and greet within the measured time.
 */
final class ResumeBenchmark implements Benchmark {
    private static final int MISSED = 1_000;
    private static final int BEFORE = 10_000;

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(35);
    }

    private record Outcome(double millis, long received) {}

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        try (HostRig rig = HostRig.start()) {
            BenchClient driver = rig.client("driver");
            BenchClient phone = rig.client("phone");
            SessionId session = driver.newSession(rig.work());
            driver.open(session);
            phone.open(session);
            // Something for the snapshot to hold.
            for (int i = 0; i < 3; i++) {
                Flood.through(driver, List.of(session), BEFORE);
            }
            String resumed = "ours: cut, 1,000 chunks missed, back";
            String whole = "baseline: the same device from nothing";
            Rounds.Outcomes<Outcome> outcomes = rounds.run(
                    1,
                    1,
                    List.of(
                            new Rounds.Variant<>(resumed, () -> resume(driver, phone, session)),
                            new Rounds.Variant<>(whole, () -> fromNothing(driver, phone, rig, session))));
            for (String variant : List.of(resumed, whole)) {
                report.add(variant, "to the present state", Series.of(outcomes.of(variant), Outcome::millis), "ms");
                report.add(variant, "bytes from the host", Series.of(outcomes.of(variant), Outcome::received), "");
            }
            report.add(
                    "baseline / ours",
                    "bytes from the host",
                    Series.of(outcomes.of(whole), Outcome::received)
                            .over(Series.of(outcomes.of(resumed), Outcome::received)),
                    "x");
            report.add("missed", "characters of text", Series.of(Flood.characters(MISSED)), "");
            SessionState end = driver.state(session);
            report.add("at the end", "updates of the session", Series.of(end.seq()), "");
        }
    }

    private static Outcome resume(BenchClient driver, BenchClient phone, SessionId session) throws Exception {
        long before = driver.state(session).seq();
        phone.when(session, state -> state.seq() >= before).get();
        phone.cut();
        Flood.through(driver, List.of(session), MISSED);
        SessionState head = driver.state(session);
        if (phone.state(session).seq() >= head.seq()) {
            throw new IllegalStateException("the phone was not cut off");
        }
        CompletableFuture<Long> there = phone.when(session, state -> state.seq() >= head.seq());
        long received = phone.received();
        long start = System.nanoTime();
        phone.heal();
        double millis = (there.get() - start) / 1e6;
        requireSame(head, phone.state(session));
        return new Outcome(millis, phone.received() - received);
    }

    private static Outcome fromNothing(BenchClient driver, BenchClient device, HostRig rig, SessionId session)
            throws Exception {
        SessionState head = driver.state(session);
        try (BenchClient fresh = rig.again(device)) {
            long start = System.nanoTime();
            fresh.start();
            fresh.open(session);
            double millis =
                    (fresh.when(session, state -> state.seq() >= head.seq()).get() - start) / 1e6;
            requireSame(head, fresh.state(session));
            return new Outcome(millis, fresh.received());
        }
    }

    /** Equal where both have it: either may hold only the newest items. */
    private static void requireSame(SessionState head, SessionState other) {
        int items = Math.min(
                head.transcript().items().size(), other.transcript().items().size());
        if (!head.window(items)
                .transcript()
                .items()
                .equals(other.window(items).transcript().items())) {
            throw new IllegalStateException("the client holds something else than the host");
        }
    }
}

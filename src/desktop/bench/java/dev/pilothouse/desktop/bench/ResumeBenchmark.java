package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * The cost for a client that was cut off from a running session until it holds the current state again, by how much it
 * missed. Baselines: a cut without updates (the cost of connecting), the same device without a cache, and the text of
 * the whole session, the least that sending its history would take. All connect, shake hands and greet within the
 * measured time; the host deflates what it sends.
 */
final class ResumeBenchmark implements Benchmark {
    private static final int BEFORE = 10_000;
    private static final int FLOODS = 3;
    private static final int LONG_CUT = 100_000;

    private final boolean quick = Integer.getInteger("bench.rounds", 5) == 1
            || System.getProperty("bench", "").equals("quick");

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(45);
    }

    /** @param missed characters of text that were written during the cut */
    private record Outcome(double millis, long received, long missed) {}

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        try (HostRig rig = HostRig.start()) {
            BenchClient driver = rig.client("driver");
            BenchClient phone = rig.client("phone");
            SessionId session = driver.newSession(rig.work());
            driver.open(session);
            phone.open(session);
            // Content for the snapshot.
            for (int i = 0; i < FLOODS; i++) {
                Flood.through(driver, List.of(session), BEFORE);
            }
            String idle = "a cut in which nothing happened";
            String whole = "baseline: the same device from nothing";
            List<Integer> cuts = List.of(1, 100, 1_000, 10_000);
            List<Rounds.Variant<Outcome>> variants = new ArrayList<>();
            variants.add(new Rounds.Variant<>(idle, () -> resume(driver, phone, session, 0)));
            for (int missed : cuts) {
                variants.add(new Rounds.Variant<>(name(missed), () -> resume(driver, phone, session, missed)));
            }
            variants.add(new Rounds.Variant<>(whole, () -> fromNothing(driver, phone, rig, session)));
            Rounds.Outcomes<Outcome> outcomes = rounds.run(1, 0.6, variants);
            Series fixed = Series.of(outcomes.of(idle), Outcome::received);
            say(report, idle, outcomes.of(idle), fixed);
            for (int missed : cuts) {
                say(report, name(missed), outcomes.of(name(missed)), fixed);
            }
            if (!quick) {
                Outcome far = resume(driver, phone, session, LONG_CUT);
                say(report, name(LONG_CUT), List.of(far), Series.of(fixed.median()));
            }
            say(report, whole, outcomes.of(whole), fixed);
            SessionState end = driver.state(session);
            report.add("at the end", "updates of the session", Series.of(end.seq()), "");
            report.add("all of its history", "characters of text", Series.of(characters(end)), "");
        }
    }

    private static String name(int missed) {
        return String.format(Locale.ROOT, "ours: %,d chunks missed", missed);
    }

    private static void say(Report report, String variant, List<Outcome> outcomes, Series fixed) {
        Series received = Series.of(outcomes, Outcome::received);
        report.add(variant, "to the present state", Series.of(outcomes, Outcome::millis), "ms");
        report.add(variant, "bytes from the host", received, "");
        Series missed = Series.of(outcomes, Outcome::missed);
        if (missed.max() > 0) {
            report.add(variant, "characters missed", missed, "");
            report.add(variant, "bytes without those of connecting", received.minus(fixed), "");
            report.add(
                    variant,
                    "of these, for each character missed",
                    received.minus(fixed).over(missed),
                    "");
        }
    }

    private static long characters(SessionState state) {
        long characters = 0;
        for (Item item : state.transcript().items()) {
            characters +=
                    item instanceof Item.MessageItem message ? message.text().length() : 0;
        }
        return characters;
    }

    private static Outcome resume(BenchClient driver, BenchClient phone, SessionId session, int missed)
            throws Exception {
        long before = driver.state(session).seq();
        phone.when(session, state -> state.seq() >= before).get();
        phone.cut();
        if (missed > 0) {
            Flood.through(driver, List.of(session), missed);
        }
        SessionState head = driver.state(session);
        if (missed > 0 && phone.state(session).seq() >= head.seq()) {
            throw new IllegalStateException("the phone was not cut off");
        }
        CompletableFuture<Long> there = phone.whenLive(session, state -> state.seq() >= head.seq());
        long received = phone.received();
        long start = System.nanoTime();
        phone.heal();
        double millis = (there.get() - start) / 1e6;
        requireSame(head, phone.state(session));
        return new Outcome(millis, phone.received() - received, missed == 0 ? 0 : Flood.characters(missed));
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
            return new Outcome(millis, fresh.received(), 0);
        }
    }

    /** Compares the items that both have; either may hold only the newest ones. */
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

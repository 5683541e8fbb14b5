package dev.pilothouse.desktop.bench;

import dev.pilothouse.pulse.Coalescer;
import dev.pilothouse.ui.fx.FxPulse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/**
 * Many updates of fifty sessions into a scene with a label for each: how often the FX thread is entered, its processor
 * time, and the delay from the last update to the screen. Then an idle window.
 */
final class PulseBenchmark implements Benchmark {
    static final int SESSIONS = 50;
    private static final int UPDATES = 100_000;
    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    @Override
    public String name() {
        return "pulse";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(55);
    }

    /** A path from changed state to the screen. Opened and closed for each round. */
    private interface Way extends AutoCloseable {
        /** On the feeding thread. */
        void changed(int session, int value);

        /** How often the FX thread was entered. */
        long drains();

        @Override
        default void close() {}
    }

    private record Outcome(
            long drains, double seconds, double fxMillis, double trailingMillis, double pulsesPerSecond) {}

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        try (LabelScreen screen = LabelScreen.open()) {
            flood(screen, rounds, report);
            idle(screen, rounds, report);
        }
    }

    private static void flood(LabelScreen screen, Rounds rounds, Report report) throws Exception {
        String perEvent = "baseline: runLater per event";
        String flagged = "baseline: flag + runLater";
        String ours = "ours: Coalescer + FxPulse";
        Rounds.Outcomes<Outcome> outcomes = rounds.run(
                1,
                0.8,
                List.of(
                        new Rounds.Variant<>(perEvent, () -> feed(screen, new PerEvent(screen))),
                        new Rounds.Variant<>(flagged, () -> feed(screen, new Flagged(screen))),
                        new Rounds.Variant<>(ours, () -> feed(screen, new Coalesced(screen)))));
        for (String variant : List.of(perEvent, flagged, ours)) {
            List<Outcome> each = outcomes.of(variant);
            report.add(variant, "drains", Series.of(each, Outcome::drains), "");
            report.add(variant, "drains per second", Series.of(each, o -> o.drains() / o.seconds()), "/s");
            report.add(variant, "events per drain", Series.of(each, o -> (double) UPDATES / o.drains()), "");
            report.add(variant, "FX thread, processor time", Series.of(each, Outcome::fxMillis), "ms");
            report.add(variant, "pulses of the scene", Series.of(each, Outcome::pulsesPerSecond), "/s");
            report.add(variant, "last update to its showing", Series.of(each, Outcome::trailingMillis), "ms");
        }
        for (String baseline : List.of(perEvent, flagged)) {
            report.add(
                    baseline + " / ours",
                    "drains",
                    Series.of(outcomes.of(baseline), Outcome::drains)
                            .over(Series.of(outcomes.of(ours), Outcome::drains)),
                    "x");
            report.add(
                    baseline + " / ours",
                    "FX thread, processor time",
                    Series.of(outcomes.of(baseline), Outcome::fxMillis)
                            .over(Series.of(outcomes.of(ours), Outcome::fxMillis)),
                    "x");
        }
    }

    private static Outcome feed(LabelScreen screen, Way opened) throws Exception {
        try (Way way = opened) {
            screen.expect(UPDATES / SESSIONS - 1);
            long pulses = screen.pulses();
            long cpu = screen.fxCpuNanos();
            long start = System.nanoTime();
            for (int i = 0; i < UPDATES; i++) {
                if (i % SESSIONS == 0) {
                    pace(start + SPAN_NANOS * i / UPDATES);
                }
                way.changed(i % SESSIONS, i / SESSIONS);
            }
            long last = System.nanoTime();
            long shown = screen.awaitShown();
            double seconds = (shown - start) / 1e9;
            return new Outcome(
                    way.drains(),
                    seconds,
                    (screen.fxCpuNanos() - cpu) / 1e6,
                    Math.max(0, shown - last) / 1e6,
                    (screen.pulses() - pulses) / seconds);
        }
    }

    private static void pace(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void idle(LabelScreen screen, Rounds rounds, Report report) throws Exception {
        String running = "baseline: a timer that runs on";
        String ours = "ours: nothing is marked";
        Rounds.Outcomes<Double> outcomes = rounds.run(
                1,
                1,
                List.of(
                        new Rounds.Variant<>(running, () -> {
                            AnimationTimer timer = new AnimationTimer() {
                                @Override
                                public void handle(long now) {}
                            };
                            LabelScreen.onFx(timer::start);
                            double pulses = pulsesPerSecond(screen);
                            LabelScreen.onFx(timer::stop);
                            return pulses;
                        }),
                        new Rounds.Variant<>(ours, () -> {
                            // Used once, so that its timer has run and stopped.
                            try (Coalesced way = new Coalesced(screen)) {
                                screen.expect(0);
                                for (int session = 0; session < SESSIONS; session++) {
                                    way.changed(session, 0);
                                }
                                screen.awaitShown();
                                return pulsesPerSecond(screen);
                            }
                        })));
        report.add(running, "idle: pulses of the scene", new Series(outcomes.of(running)), "/s");
        report.add(ours, "idle: pulses of the scene", new Series(outcomes.of(ours)), "/s");
    }

    private static double pulsesPerSecond(LabelScreen screen) {
        // The last value is laid out and painted within a pulse or two.
        pace(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300));
        long before = screen.pulses();
        long start = System.nanoTime();
        pace(start + IDLE_NANOS);
        return (screen.pulses() - before) / ((System.nanoTime() - start) / 1e9);
    }

    /** A task on the FX thread for each event. */
    private static final class PerEvent implements Way {
        private final LabelScreen screen;
        private final AtomicLong drains = new AtomicLong();

        PerEvent(LabelScreen screen) {
            this.screen = screen;
        }

        @Override
        public void changed(int session, int value) {
            Platform.runLater(() -> {
                drains.incrementAndGet();
                screen.show(session, value);
            });
        }

        @Override
        public long drains() {
            return drains.get();
        }
    }

    /** The usual idiom: at most one queued task, which shows all changes. */
    private static final class Flagged implements Way {
        private static final int NOTHING = -1;
        private final LabelScreen screen;
        private final AtomicLong drains = new AtomicLong();
        private final AtomicBoolean queued = new AtomicBoolean();
        private final AtomicIntegerArray changed = new AtomicIntegerArray(SESSIONS);

        Flagged(LabelScreen screen) {
            this.screen = screen;
            for (int i = 0; i < SESSIONS; i++) {
                changed.set(i, NOTHING);
            }
        }

        @Override
        public void changed(int session, int value) {
            changed.set(session, value);
            if (queued.compareAndSet(false, true)) {
                Platform.runLater(this::drain);
            }
        }

        private void drain() {
            queued.set(false);
            drains.incrementAndGet();
            for (int i = 0; i < SESSIONS; i++) {
                int value = changed.getAndSet(i, NOTHING);
                if (value != NOTHING) {
                    screen.show(i, value);
                }
            }
        }

        @Override
        public long drains() {
            return drains.get();
        }
    }

    /** The product's own classes. */
    private static final class Coalesced implements Way {
        private final AtomicIntegerArray latest = new AtomicIntegerArray(SESSIONS);
        private final AtomicLong drains = new AtomicLong();
        private final Coalescer<Integer> coalescer;

        Coalesced(LabelScreen screen) {
            coalescer = new Coalescer<>(
                    drain -> new FxPulse(() -> {
                        drains.incrementAndGet();
                        return drain.drain();
                    }),
                    session -> screen.show(session, latest.get(session)),
                    (thread, failure) -> screen.fail(failure));
        }

        @Override
        public void changed(int session, int value) {
            latest.set(session, value);
            coalescer.mark(session);
        }

        @Override
        public long drains() {
            return drains.get();
        }

        @Override
        public void close() {
            coalescer.close();
        }
    }
}

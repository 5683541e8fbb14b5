package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.pulse.Coalescer;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.fx.FxPulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;

/**
 * One busy transcript: a thousand chunks a second into the last message of the product's view, after sessions of very
 * different length that are complete in memory. Baselines are three other ways to bring the same rows into the same
 * view.
 *
 * <p>{@code -Dbench.hot.seconds} is the duration of each stream.
 */
final class TranscriptBenchmark implements Benchmark {
    private static final int PER_SECOND = 1_000;
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000, 100_000);
    private static final int OF_BASELINES = 1_000;

    @Override
    public String name() {
        return "hot transcript";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(75);
    }

    /** A path from new rows to the screen. Made and closed for each run. */
    private interface Way extends AutoCloseable {
        /** Called on the lane of projections when there are new rows. */
        void projected();

        @Override
        default void close() throws Exception {}
    }

    private interface Opening {
        Way open(TranscriptScreen screen) throws Exception;
    }

    /** @param fxShare processor time of the FX thread as a share of the elapsed time */
    private record Outcome(
            double fxShare,
            double fxMillis,
            double drawsPerSecond,
            double trailingMillis,
            int nodes,
            FrameTimes.Taken frames) {}

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        String wanted = System.getProperty("bench.hot.seconds", "");
        double seconds = wanted.isEmpty() ? rounds.quick() ? 1.2 : 10 : Double.parseDouble(wanted);
        List<Rounds.Variant<Outcome>> variants = new ArrayList<>();
        for (int size : SIZES) {
            SessionState whole = LongSession.of(size);
            variants.add(new Rounds.Variant<>(ours(size), () -> stream(whole, seconds, Coalesced::new, false)));
            if (size == OF_BASELINES) {
                double shorter = Math.min(seconds, 3);
                variants.add(new Rounds.Variant<>(
                        "baseline: runLater per event", () -> stream(whole, shorter, PerEvent::new, true)));
                variants.add(new Rounds.Variant<>(
                        "baseline: flag + runLater", () -> stream(whole, shorter, Flagged::new, false)));
                variants.add(new Rounds.Variant<>(
                        "baseline: timer of 150 ms", () -> stream(whole, shorter, Timed::new, false)));
            }
        }
        stream(LongSession.of(1_000), rounds.quick() ? 0.8 : 3, Coalesced::new, false);
        Rounds.Outcomes<Outcome> outcomes = rounds.run(0, 1, variants);
        for (Rounds.Variant<Outcome> variant : variants) {
            report(report, variant.name(), outcomes.of(variant.name()));
        }
        report.add(
                "ours: after 100,000 / after 100",
                "FX thread, share of the time",
                Series.of(outcomes.of(ours(100_000)), Outcome::fxShare)
                        .over(Series.of(outcomes.of(ours(100)), Outcome::fxShare)),
                "x");
    }

    private static String ours(int updates) {
        return String.format("ours: after %,d updates", updates);
    }

    private static void report(Report report, String variant, List<Outcome> each) {
        report.add(variant, "FX thread, share of the time", Series.of(each, o -> o.fxShare() * 100), "%");
        report.add(variant, "commits to the scene", Series.of(each, Outcome::drawsPerSecond), "/s");
        report.add(
                variant,
                "FX thread for each frame",
                Series.of(
                        each,
                        o -> o.frames().layouts().isEmpty()
                                ? 0
                                : o.fxMillis() / o.frames().layouts().size()),
                "ms");
        report.add(variant, "drain, median", Series.of(each, o -> o.frames().drawMillis(0.5)), "ms");
        report.add(variant, "drain, 99 %", Series.of(each, o -> o.frames().drawMillis(0.99)), "ms");
        report.add(variant, "drain, worst", Series.of(each, o -> o.frames().drawMillis(1)), "ms");
        report.add(variant, "layout, median", Series.of(each, o -> o.frames().layoutMillis(0.5)), "ms");
        report.add(variant, "layout, 99 %", Series.of(each, o -> o.frames().layoutMillis(0.99)), "ms");
        report.add(
                variant,
                "longest gap between frames",
                Series.of(each, o -> o.frames().longestGapNanos() / 1e6),
                "ms");
        report.add(variant, "last chunk to its layout", Series.of(each, Outcome::trailingMillis), "ms");
        report.add(variant, "nodes in the scene at the end", Series.of(each, Outcome::nodes), "");
    }

    private static Outcome stream(SessionState whole, double seconds, Opening opening, boolean inline)
            throws Exception {
        HeldSession session = new HeldSession(whole, Integer.MAX_VALUE, 0);
        List<Way> way = new ArrayList<>();
        try (Lanes lanes = new Lanes("bench", (thread, failure) -> failure.printStackTrace());
                Lane pooled = lanes.open("projection", 64);
                TranscriptScreen screen = TranscriptScreen.open(
                        inline ? new InlineLane() : pooled, 900, 800, (key, critical) -> way.forEach(Way::projected))) {
            screen.show(session.link(), session.key());
            screen.await(() -> !screen.presenter().rows().isEmpty());
            try (Way opened = opening.open(screen)) {
                way.add(opened);
                return feed(session, screen, seconds);
            }
        }
    }

    private static Outcome feed(HeldSession session, TranscriptScreen screen, double seconds) throws Exception {
        screen.takeFrames();
        ItemId message = new ItemId(session.nextSeq());
        int chunks = (int) (seconds * PER_SECOND);
        long cpu = screen.fxCpuNanos();
        long start = System.nanoTime();
        for (int i = 0; i < chunks; i++) {
            pace(start + TimeUnit.SECONDS.toNanos(1) * i / PER_SECOND);
            session.apply(new SessionUpdate.AgentMessageChunk(message, chunk(i, chunks)));
            screen.feed().changed(session.key(), false);
        }
        long last = System.nanoTime();
        long shown = screen.await(
                () -> screen.presenter().drawnSeq() == session.state().seq());
        double took = (shown - start) / 1e9;
        double fxMillis = (screen.fxCpuNanos() - cpu) / 1e6;
        double fxShare = fxMillis / 1e3 / took;
        FrameTimes.Taken frames = screen.takeFrames();
        return new Outcome(
                fxShare,
                fxMillis,
                frames.draws().size() / took,
                Math.max(0, shown - last) / 1e6,
                screen.nodes(),
                frames);
    }

    /** Prose of a model: some twenty characters, a paragraph after some six hundred, sometimes code or a list. */
    private static String chunk(int i, int of) {
        if (i == of - 1) {
            return "end";
        }
        if (i % 90 == 60) {
            return "\n\n- an item of a list\n- another one\n\n";
        }
        if (i % 90 == 88) {
            return "\n\n```java\npool.add(session" + i + ");\n```\n\n";
        }
        return i % 30 == 29 ? "the end of it.\n\n" : i % 7 == 0 ? "with `code` in it, " : "words of a message, ";
    }

    private static void pace(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** A task on the FX thread for each event. */
    private static final class PerEvent implements Way {
        private final TranscriptScreen screen;

        PerEvent(TranscriptScreen screen) {
            this.screen = screen;
        }

        @Override
        public void projected() {
            Platform.runLater(screen::draw);
        }
    }

    /** The usual idiom: at most one queued task. */
    private static final class Flagged implements Way {
        private final TranscriptScreen screen;
        private final AtomicBoolean queued = new AtomicBoolean();

        Flagged(TranscriptScreen screen) {
            this.screen = screen;
        }

        @Override
        public void projected() {
            if (queued.compareAndSet(false, true)) {
                Platform.runLater(() -> {
                    queued.set(false);
                    screen.draw();
                });
            }
        }
    }

    /** A timer that always runs and draws the changes, as the predecessor of this program did. */
    private static final class Timed implements Way {
        private final AtomicBoolean changed = new AtomicBoolean();
        private final Timeline timer;

        Timed(TranscriptScreen screen) throws Exception {
            timer = new Timeline(new KeyFrame(javafx.util.Duration.millis(150), event -> {
                if (changed.getAndSet(false)) {
                    screen.draw();
                }
            }));
            timer.setCycleCount(Animation.INDEFINITE);
            TranscriptScreen.onFx(timer::play);
        }

        @Override
        public void projected() {
            changed.set(true);
        }

        @Override
        public void close() throws Exception {
            TranscriptScreen.onFx(timer::stop);
        }
    }

    /** The product's own classes. */
    private static final class Coalesced implements Way {
        private final Coalescer<String> coalescer;

        Coalesced(TranscriptScreen screen) {
            coalescer = new Coalescer<>(
                    FxPulse::new, slot -> screen.draw(), (thread, failure) -> failure.printStackTrace());
        }

        @Override
        public void projected() {
            coalescer.mark("session");
        }

        @Override
        public void close() {
            coalescer.close();
        }
    }
}

package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.ClientJvm;
import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.OpenFirst;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.desktop.bench.rig.Way;
import dev.pilothouse.pulse.Coalescer;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Opening the first session of a window in a new process, and one of 100,000 updates in the product's view: the time
 * until its end is on screen, the time on the FX thread, and the memory after scrolling up by pages until the client's
 * window is full.
 */
final class OpenBenchmark implements Benchmark {
    private static final int UPDATES = 100_000;
    private static final int WINDOW = 200;
    /** How long a window rests before its first session is opened. */
    private static final long REST_MILLIS = 3_000;

    @Override
    public String name() {
        return "open";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(90);
    }

    private record Outcome(double firstMillis, double heldMillis, int nodes) {}

    private record Scrolled(int pages, int rows, int nodes, double worstLayoutMillis, double perPageMillis) {}

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        if (Rig.isPossible()) {
            first(rounds, report);
        }
        SessionState whole = LongSession.of(UPDATES);
        try (Lanes lanes = new Lanes("bench", (thread, failure) -> failure.printStackTrace());
                Lane lane = lanes.open("projection", 64)) {
            AtomicReference<TranscriptScreen> drawn = new AtomicReference<>();
            try (Coalescer<SessionKey> coalescer = new Coalescer<>(
                            FxPulse::new, key -> drawn.get().draw(), (thread, failure) -> failure.printStackTrace());
                    TranscriptScreen screen =
                            TranscriptScreen.open(lane, 900, 800, (key, critical) -> coalescer.markCritical(key))) {
                drawn.set(screen);
                opens(screen, whole, rounds, report);
                scrolls(screen, whole, rounds, report);
            }
        }
    }

    /** The first session of a window, in a new process each time, over a host with a session of the demo agent. */
    private static void first(Rounds rounds, Report report) throws Exception {
        int windows = rounds.isQuick() ? 1 : 5;
        List<JsonObject> figures = new ArrayList<>();
        try (Rig rig = Rig.start(1);
                Driver driver = rig.host().driver()) {
            JsonObject request = new JsonObject();
            request.addProperty("session", driver.newDemo(rig.work(), "hello").value());
            request.addProperty("pauseMillis", REST_MILLIS);
            for (int i = 0; i < windows; i++) {
                ClientJvm window = rig.window(Way.OURS, driver);
                figures.add(window.run(OpenFirst.class, request));
                window.close();
            }
        }
        report(report, "the first session of a window", "first", figures);
        report(report, "the same session, opened again", "again", figures);
    }

    private static void report(Report report, String variant, String prefix, List<JsonObject> figures) {
        report.add(variant, "until its content is laid out", series(figures, prefix + "ContentMillis"), "ms");
        report.add(variant, "FX thread held up by the request", series(figures, prefix + "CallMillis"), "ms");
        report.add(variant, "FX thread held up at most", series(figures, prefix + "LongestMillis"), "ms");
        report.add(variant, "the same, processor time", series(figures, prefix + "LongestUsedMillis"), "ms");
        report.add(variant, "tasks of more than 8 ms", series(figures, prefix + "LongTasks"), "");
    }

    private static Series series(List<JsonObject> all, String figure) {
        return Series.of(
                all.stream().mapToDouble(each -> each.get(figure).getAsDouble()).toArray());
    }

    private static void opens(TranscriptScreen screen, SessionState whole, Rounds rounds, Report report)
            throws Exception {
        String window = "a window of " + WINDOW + " items";
        String all = "all of its items held";
        // Classes, fonts and style sheets are loaded with the window, not with a session.
        open(screen, new HeldSession(LongSession.of(2_000), WINDOW, WINDOW));
        Rounds.Outcomes<Outcome> outcomes = rounds.run(
                1,
                0.5,
                List.of(
                        new Rounds.Variant<>(window, () -> open(screen, new HeldSession(whole, WINDOW, WINDOW))),
                        new Rounds.Variant<>(
                                all, () -> open(screen, new HeldSession(whole, Integer.MAX_VALUE, WINDOW)))));
        for (String variant : List.of(window, all)) {
            List<Outcome> each = outcomes.of(variant);
            report.add(variant, "until the end is laid out", Series.of(each, Outcome::firstMillis), "ms");
            report.add(variant, "FX thread held up by opening", Series.of(each, Outcome::heldMillis), "ms");
            report.add(variant, "nodes in the scene", Series.of(each, Outcome::nodes), "");
        }
    }

    private static Outcome open(TranscriptScreen screen, HeldSession session) throws Exception {
        TranscriptScreen.onFx(screen.presenter()::hide);
        AtomicReference<Long> held = new AtomicReference<>(0L);
        long start = System.nanoTime();
        TranscriptScreen.onFx(() -> {
            long began = System.nanoTime();
            screen.presenter().show(session.link(), session.key());
            screen.view().follow();
            held.set(System.nanoTime() - began);
        });
        long first = screen.await(() -> !screen.presenter().rows().isEmpty());
        return new Outcome((first - start) / 1e6, held.get() / 1e6, screen.nodes());
    }

    private static void scrolls(TranscriptScreen screen, SessionState whole, Rounds rounds, Report report)
            throws Exception {
        String variant = "up, until the window is full, by pages of " + WINDOW + " items";
        int most = rounds.quick() ? 5 : Integer.MAX_VALUE;
        Scrolled scrolled = scroll(screen, new HeldSession(whole, WINDOW, WINDOW), most);
        report.add(variant, "pages", Series.of(scrolled.pages()), "");
        report.add(variant, "rows at the end", Series.of(scrolled.rows()), "");
        report.add(variant, "nodes in the scene at the end", Series.of(scrolled.nodes()), "");
        report.add(variant, "a page, until it is laid out", Series.of(scrolled.perPageMillis()), "ms");
        report.add(variant, "worst layout", Series.of(scrolled.worstLayoutMillis()), "ms");
    }

    private static Scrolled scroll(TranscriptScreen screen, HeldSession session, int most) throws Exception {
        session.onPage(() -> screen.feed().changed(session.key(), true));
        open(screen, session);
        screen.takeFrames();
        long start = System.nanoTime();
        int pages = 0;
        while (pages < most
                && session.state().transcript().windowStart() > 1
                && !session.state().transcript().isFull()) {
            long before = session.state().transcript().windowStart();
            TranscriptScreen.onFx(() -> screen.view().pageBy(-1_000_000));
            // The view requests the page when its first row is reached.
            screen.await(() -> session.state().transcript().windowStart() != before
                    && screen.presenter().drawnStart()
                            == session.state().transcript().windowStart());
            pages++;
        }
        return new Scrolled(
                pages,
                rows(screen),
                screen.nodes(),
                screen.takeFrames().layoutMillis(1),
                (System.nanoTime() - start) / 1e6 / Math.max(1, pages));
    }

    private static int rows(TranscriptScreen screen) throws Exception {
        AtomicReference<Integer> rows = new AtomicReference<>(0);
        TranscriptScreen.onFx(() -> rows.set(screen.presenter().rows().size()));
        return rows.get();
    }
}

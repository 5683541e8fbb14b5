package dev.pilothouse.desktop.bench;

import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.transcript.TranscriptFeed;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import dev.pilothouse.ui.transcript.TranscriptView;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

/**
 * A window with the product's transcript: its feed, its presenter and its view, with its style sheets and fonts. The
 * benchmark chooses the path of changed state into it.
 *
 * <pre>{@code
 * try (TranscriptScreen screen = TranscriptScreen.open(lane, 900, 800, (key, critical) -> coalescer.mark(key))) {
 *     screen.show(link, key);          // any HostLink: a HeldSession's, or that of a real client
 *     screen.feed().changed(key, false); // after each change, on any thread; calls the listener above
 *     screen.draw();                   // on the FX thread: draws the newest projection, and is timed
 *     screen.frames();                 // the cost of drawing and of frames so far
 * }
 * }</pre>
 *
 * <p>Owns the stage. The scene, {@link #draw()} and the measurement of frames are confined to the FX thread; the thread of
 * the benchmarks may call everything else. Ends with {@link #close()}.
 */
final class TranscriptScreen implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final TranscriptFeed feed;
    private final TranscriptPresenter presenter;
    private final FrameTimes frames = new FrameTimes();
    private final AtomicReference<Await> waiting = new AtomicReference<>();
    private Stage stage;
    private Scene scene;
    private TranscriptView view;
    private long fxExecutor;

    private record Await(BooleanSupplier condition, CompletableFuture<Long> met) {}

    private TranscriptScreen(TranscriptFeed feed) {
        this.feed = feed;
        this.presenter =
                new TranscriptPresenter(feed, Clock.systemUTC(), new FxExecutor(), new TranscriptPresenter.Outside() {
                    @Override
                    public void openLink(String target) {}

                    @Override
                    public void copy(String text) {}

                    @Override
                    public void notice(String text) {
                        throw new AssertionError(text);
                    }
                });
    }

    /**
     * Opens the window without a session.
     *
     * @param projections the lane that makes rows
     * @param projected called on that lane when there are new rows to draw
     */
    static TranscriptScreen open(Lane projections, int width, int height, Projected projected) throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        try {
            Platform.startup(() -> started.complete(null));
        } catch (IllegalStateException alreadyStarted) {
            started.complete(null);
        }
        started.get(30, TimeUnit.SECONDS);
        Platform.setImplicitExit(false);
        TranscriptScreen screen = new TranscriptScreen(new TranscriptFeed(projections, projected::projected));
        onFx(() -> screen.build(width, height));
        return screen;
    }

    /** Called when the session on screen has a new projection. */
    interface Projected {
        void projected(SessionKey key, boolean critical);
    }

    private void build(int width, int height) {
        fxExecutor = Thread.currentThread().getId();
        Fonts.load();
        view = new TranscriptView(presenter, () -> {});
        scene = new Scene(view, width, height);
        Theme.DARK.applyTo(scene);
        scene.addPreLayoutPulseListener(frames::onLayoutBegins);
        scene.addPostLayoutPulseListener(this::onLayoutEnded);
        stage = new Stage();
        stage.setScene(scene);
        stage.show();
    }

    private void onLayoutEnded() {
        frames.onLayoutEnded();
        Await await = waiting.get();
        if (await != null && await.condition().getAsBoolean()) {
            waiting.set(null);
            await.met().complete(System.nanoTime());
        }
    }

    /** Runs a task on the FX thread and waits for its end. */
    static void onFx(Runnable task) throws Exception {
        LabelScreen.onFx(task);
    }

    /** Shows a session as the product does. */
    void show(HostLink link, SessionKey key) throws Exception {
        onFx(() -> {
            presenter.show(link, key);
            view.follow();
        });
    }

    TranscriptFeed feed() {
        return feed;
    }

    /** On the FX thread only. */
    TranscriptPresenter presenter() {
        return presenter;
    }

    /** On the FX thread only. */
    TranscriptView view() {
        return view;
    }

    /** Draws the newest projection. On the FX thread only. */
    void draw() {
        long start = System.nanoTime();
        presenter.render();
        frames.drawn(System.nanoTime() - start);
    }

    /**
     * Waits for the condition, which is checked on the FX thread after each layout.
     *
     * @return the time at which it held
     */
    long await(BooleanSupplier condition) throws Exception {
        Await await = new Await(condition, new CompletableFuture<>());
        waiting.set(await);
        onFx(() -> {
            scene.getRoot().requestLayout();
            Platform.requestNextPulse();
        });
        try {
            return await.met().get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            waiting.set(null);
            throw new AssertionError("the screen never came to show it", e);
        }
    }

    /** The cost of frames since the last call. */
    FrameTimes.Taken takeFrames() throws Exception {
        AtomicReference<FrameTimes.Taken> taken = new AtomicReference<>();
        onFx(() -> taken.set(frames.take()));
        return taken.get();
    }

    /** The number of nodes in the scene. */
    int nodes() throws Exception {
        AtomicReference<Integer> count = new AtomicReference<>(0);
        onFx(() -> count.set(count(view)));
        return count.get();
    }

    private static int count(Node node) {
        int count = 1;
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                count += count(child);
            }
        }
        return count;
    }

    /** Processor time that the FX thread has used. */
    long fxCpuNanos() {
        return THREADS.getThreadCpuTime(fxExecutor);
    }

    @Override
    public void close() throws Exception {
        onFx(() -> {
            presenter.hide();
            stage.hide();
        });
    }
}

package dev.pilothouse.desktop.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.stage.Stage;

/**
 * A window with a label for each session, which detects when all of them show their last value. Owns the stage. Its
 * labels are confined to the FX thread, everything else to the thread of the benchmarks. Ends with {@link #close()}.
 */
final class LabelScreen implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Label[] labels = new Label[PulseBenchmark.SESSIONS];
    private final AtomicLong pulses = new AtomicLong();
    private volatile Expectation expectation = new Expectation(-1);
    private Stage stage;
    private long fxExecutor;

    /** The last value of each session, and the time at which all were shown. */
    private static final class Expectation {
        private final int last;
        private final CompletableFuture<Long> shown = new CompletableFuture<>();
        /** On the FX thread. */
        private int missing = PulseBenchmark.SESSIONS;

        Expectation(int last) {
            this.last = last;
        }
    }

    private LabelScreen() {}

    static LabelScreen open() throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        try {
            Platform.startup(() -> started.complete(null));
        } catch (IllegalStateException alreadyStarted) {
            started.complete(null);
        }
        started.get(30, TimeUnit.SECONDS);
        Platform.setImplicitExit(false);
        LabelScreen screen = new LabelScreen();
        onFx(screen::build);
        return screen;
    }

    private void build() {
        fxExecutor = Thread.currentThread().getId();
        FlowPane pane = new FlowPane();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = new Label("session " + i);
            labels[i].setMinWidth(140);
            pane.getChildren().add(labels[i]);
        }
        Scene scene = new Scene(pane, 800, 600);
        scene.addPostLayoutPulseListener(pulses::incrementAndGet);
        stage = new Stage();
        stage.setScene(scene);
        stage.show();
    }

    /** Runs a task on the FX thread and waits for its end. */
    static void onFx(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.get(30, TimeUnit.SECONDS);
    }

    /** Sets the value that each session will finally show. */
    void expect(int last) throws Exception {
        onFx(() -> expectation = new Expectation(last));
    }

    /** On the FX thread. */
    void show(int session, int value) {
        labels[session].setText("update " + value);
        Expectation current = expectation;
        if (value == current.last && --current.missing == 0) {
            current.shown.complete(System.nanoTime());
        }
    }

    void fail(Throwable failure) {
        expectation.shown.completeExceptionally(failure);
    }

    /**
     * Waits for the last value of every session, and then for all queued tasks.
     *
     * @return when it was shown
     */
    long awaitShown() throws Exception {
        long shown = expectation.shown.get(60, TimeUnit.SECONDS);
        onFx(() -> {});
        return shown;
    }

    /** The number of frames so far, for any reason. */
    long pulses() {
        return pulses.get();
    }

    /** Processor time that the FX thread has used. */
    long fxCpuNanos() {
        return THREADS.getThreadCpuTime(fxExecutor);
    }

    @Override
    public void close() {
        Platform.runLater(stage::hide);
    }
}

package dev.pilothouse.desktop;

import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.FakeHosts;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** A window that shows one screen after another, each over its own hosts. Created and used on the test's thread. */
final class ScreenStage implements AutoCloseable {
    /**
     * One frame each for the event, the lane that makes rows, and the list; one more after the list has measured the
     * rows.
     */
    private static final int FRAMES = 4;

    private final FxRobot fx = new FxRobot();
    private final List<Throwable> failures = new ArrayList<>();
    private final Lanes lanes = new Lanes("screens", (thread, failure) -> failures.add(failure));
    private final OwnWindow window = new OwnWindow();
    private final Stage stage = window.stage();
    private TestShell test;
    private ShellGraph shell;
    private Scene scene;
    private Lane projections;
    private SampleHosts sample;

    ScreenStage() throws Exception {
        fx.interact(Fonts::load);
    }

    /** Shows a screen and waits until nothing moves. */
    Scene show(Screen screen, ThemeSettings look, double width, double height) {
        sample = screen.sample();
        FakeHosts hosts = screen.hosts(sample);
        onFx(() -> {
            closeShell();
            test = new TestShell().picker(chosen -> {});
            if (screen == Screen.PAIR_CAMERA) {
                test.camera(found -> {});
            }
            projections = lanes.open("projection", 64);
            shell = new ShellGraph(test.ports(hosts, FxPulse::new, projections, new FxExecutor()));
            shell.settings().reducedMotionProperty().set(true);
            shell.settings().fontSizeProperty().set(look.fontSize());
            ShellView view = new ShellView(shell);
            scene = new Scene(view, width, height);
            look.applyTo(scene);
            stage.setScene(scene);
            stage.setWidth(width);
            stage.setHeight(height);
            stage.show();
            view.applyCss();
            view.layout();
            screen.show(shell, view, sample);
            return null;
        });
        settle();
        if (screen.isAnsweredLater()) {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> onFx(() -> screen.isAsking(sample)));
            onFx(() -> {
                screen.finish(sample);
                return null;
            });
            settle();
        }
        return scene;
    }

    /**
     * Resizes the window of the current screen, and waits until nothing moves. Building a window and finding the styles
     * of its nodes takes most of the time of {@link #show}, and this needs neither.
     */
    void resize(double width, double height) {
        onFx(() -> {
            stage.setWidth(width);
            stage.setHeight(height);
            return null;
        });
        settle();
    }

    /** Resizes the window and the text of the current screen, and waits until nothing moves. */
    void resize(double width, double height, int textSize) {
        onFx(() -> {
            shell.settings().fontSizeProperty().set(textSize);
            new ThemeSettings(Theme.DARK, Accent.BLUE, textSize).applyTo(scene);
            return null;
        });
        resize(width, height);
    }

    /** The services under the current shell. */
    TestShell test() {
        return test;
    }

    /** The hosts of the current screen. A screen for a device without hosts has them too, but does not show them. */
    SampleHosts sample() {
        return sample;
    }

    ShellGraph shell() {
        return shell;
    }

    /** Waits for the pending work by its events; sleeping took minutes over hundreds of screens. */
    void settle() {
        for (int frame = 0; frame < FRAMES; frame++) {
            CountDownLatch made = new CountDownLatch(1);
            projections.execute(made::countDown);
            await(made, "the lane");
            CountDownLatch drawn = new CountDownLatch(1);
            onFx(() -> {
                Scene shown = scene;
                shown.addPostLayoutPulseListener(new Runnable() {
                    @Override
                    public void run() {
                        shown.removePostLayoutPulseListener(this);
                        drawn.countDown();
                    }
                });
                Platform.requestNextPulse();
                return null;
            });
            await(drawn, "the next frame");
        }
        // Tasks that the last frame submitted.
        onFx(() -> null);
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError(what + " did not come");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(what + " did not come", e);
        }
    }

    /**
     * Runs at once on the FX thread. FxRobot's interact also waits for several pulses, which adds minutes over hundreds
     * of screens.
     */
    <T> T onFx(Supplier<T> read) {
        try {
            return WaitForAsyncUtils.asyncFx(read::get).get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed on the FX thread", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the FX thread did not answer", e);
        }
    }

    WritableImage picture() {
        return onFx(() -> scene.snapshot(null));
    }

    private void closeShell() {
        if (shell != null) {
            shell.close();
        }
    }

    @Override
    public void close() {
        fx.interact(this::closeShell);
        window.close();
        lanes.close();
        if (!failures.isEmpty()) {
            throw new AssertionError("a task failed behind the screens", failures.get(0));
        }
    }
}

package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.pulse.PulseContract;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** Counts the frames of a real window. */
class FxPulseTest extends PulseContract {
    private static final int QUIET_FRAMES = 4;
    private static final int FRAMES = 20;

    private final FxRobot fx = new FxRobot();
    private Scene scene;

    @BeforeEach
    void openAnEmptyWindow() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            scene = new Scene(new Pane(), 100, 100);
            stage.setScene(scene);
            stage.show();
        });
        frames(QUIET_FRAMES);
    }

    @Override
    protected Pulse make(Pulse.Drain drain) {
        return new FxPulse(drain);
    }

    @Override
    protected void onPulseThread(Runnable task) {
        fx.interact(task);
    }

    @Override
    protected void settle() {
        int before;
        do {
            before = log.size();
            frames(QUIET_FRAMES);
        } while (log.size() > before);
    }

    /** Requests so many frames of the window, one after the other, and waits for them. */
    private void frames(int count) {
        CountDownLatch left = new CountDownLatch(count);
        Runnable onFrame = () -> {
            left.countDown();
            if (left.getCount() > 0) {
                Platform.requestNextPulse();
            }
        };
        fx.interact(() -> {
            scene.addPostLayoutPulseListener(onFrame);
            Platform.requestNextPulse();
        });
        await(left, TimeUnit.SECONDS.toNanos(30));
        fx.interact(() -> scene.removePostLayoutPulseListener(onFrame));
        assertThat(left.getCount()).as("frames that did not come").isZero();
    }

    private static boolean await(CountDownLatch latch, long nanos) {
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theWindowMakesFramesWhileThereIsWorkAndNoneWhenItIsDone() {
        CountDownLatch worked = new CountDownLatch(FRAMES);
        Pulse pulse = open(() -> {
            worked.countDown();
            return worked.getCount() > 0;
        });
        long start = System.nanoTime();
        pulse.arm();
        assertThat(await(worked, TimeUnit.SECONDS.toNanos(30))).isTrue();
        long span = System.nanoTime() - start;
        frames(QUIET_FRAMES);

        CountDownLatch another = new CountDownLatch(1);
        Runnable onFrame = another::countDown;
        fx.interact(() -> scene.addPostLayoutPulseListener(onFrame));
        boolean came = await(another, span);
        fx.interact(() -> scene.removePostLayoutPulseListener(onFrame));

        assertThat(came).as("a frame in the time of %s frames", FRAMES).isFalse();
    }

    @Test
    void framesThatOthersAskForDoNotMakeItBeat() {
        open(workFor(2)).arm();
        settle();
        assertThat(log).hasSize(2);

        frames(FRAMES);

        assertThat(log).hasSize(2);
    }

    @Test
    void closedFromAnotherThreadItIsSilent() {
        Pulse pulse = open(() -> {
            log.add("beat");
            return true;
        });
        pulse.arm();
        frames(QUIET_FRAMES);
        assertThat(log).isNotEmpty();

        pulse.close();
        fx.interact(() -> {});
        int beats = log.size();
        frames(FRAMES);

        assertThat(log).hasSize(beats);
    }
}

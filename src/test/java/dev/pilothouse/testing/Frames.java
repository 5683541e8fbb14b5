package dev.pilothouse.testing;

import dev.pilothouse.pulse.Lane;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Window;

/**
 * Waits for frames. TestFX waits only for queued tasks. The changes of a task are drawn in a later frame, which on a
 * busy machine comes after the test's check.
 */
public final class Frames {
    private static final int ROUNDS = 3;
    private static final int PATIENCE_SECONDS = 60;

    private Frames() {}

    /**
     * Waits until work that is queued now has been drawn. Waits three times for the lanes, the tasks of the FX thread,
     * and a frame of each window. Do not call it on the FX thread.
     */
    public static void settle(Lane... lanes) {
        for (int round = 0; round < ROUNDS; round++) {
            for (Lane lane : lanes) {
                CountDownLatch done = new CountDownLatch(1);
                lane.execute(done::countDown);
                await(done, "lane");
            }
            frame();
        }
        CountDownLatch handedOn = new CountDownLatch(1);
        Platform.runLater(handedOn::countDown);
        await(handedOn, "FX thread");
    }

    private static void frame() {
        CountDownLatch drawn = new CountDownLatch(1);
        Platform.runLater(() -> {
            List<Scene> scenes = Window.getWindows().stream()
                    .filter(Window::isShowing)
                    .map(Window::getScene)
                    .toList();
            if (scenes.isEmpty()) {
                drawn.countDown();
                return;
            }
            Runnable onFrame = new Runnable() {
                @Override
                public void run() {
                    scenes.forEach(scene -> scene.removePostLayoutPulseListener(this));
                    drawn.countDown();
                }
            };
            // One frame lays out all windows. Listen to all of them, because any may close before the frame.
            scenes.forEach(scene -> scene.addPostLayoutPulseListener(onFrame));
            Platform.requestNextPulse();
        });
        await(drawn, "frame");
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no " + what + " in " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a " + what, e);
        }
    }
}

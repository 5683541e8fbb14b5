package dev.pilothouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.javafx.tk.Toolkit;
import com.sun.scenario.animation.AbstractPrimaryTimer;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.animation.Animation;
import javafx.application.Platform;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Closes the windows that a test class left open. Fails if a window or an endless animation remains. The classes in a
 * JVM share JavaFX, so a window that keeps drawing disturbs tests that count frames, depending on the order of classes.
 * Registered for all tests; runs on the thread of the tests.
 */
public final class ClosedWindows implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) {
        boolean nested = context.getRequiredTestClass().getEnclosingClass() != null;
        if (nested || !isRunning()) {
            return;
        }
        // The fields of a real window lose the focus with a delay; until then their carets blink.
        Awaitility.await(context.getDisplayName())
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(left()).as("left behind").isEmpty());
    }

    private static List<String> left() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<List<String>> left = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                left.complete(close());
            } catch (ReflectiveOperationException | RuntimeException e) {
                left.completeExceptionally(e);
            }
        });
        return left.get(30, TimeUnit.SECONDS);
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("JavaFX Application Thread"));
    }

    /** @return animations and timers that still run without a window */
    private static List<String> close() throws ReflectiveOperationException {
        // Without this, JavaFX ends with its last window.
        Platform.setImplicitExit(false);
        for (Window window : List.copyOf(Window.getWindows())) {
            // A hidden window may keep its focus, and the caret of a plain field then goes on blinking.
            if (window.getScene() != null) {
                window.getScene().getRoot().requestFocus();
            }
            window.hide();
        }
        List<String> left = new ArrayList<>();
        Window.getWindows().forEach(window -> left.add("the window " + window));
        AbstractPrimaryTimer timer = Toolkit.getToolkit().getPrimaryTimer();
        for (Object timed : (Object[]) value(timer, AbstractPrimaryTimer.class, "receivers")) {
            // An animation registers an inner class of its own.
            if (timed != null
                    && value(timed, timed.getClass(), "this$0") instanceof Animation animation
                    && animation.getCycleCount() == Animation.INDEFINITE) {
                left.add("an animation without an end, " + animation);
            }
        }
        for (Object each : (Object[]) value(timer, AbstractPrimaryTimer.class, "animationTimers")) {
            if (each != null) {
                left.add("an animation timer, " + each);
            }
        }
        return left;
    }

    /** JavaFX has no API to list its animations. */
    private static Object value(Object owner, Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}

package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.ui.status.SessionKey;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Scene;

/**
 * Opens the first session of a window that shows its list, closes it, and opens it again. Reports for both openings when
 * the session's content is laid out, and how long the FX thread was held up at most. For that a task of the FX thread
 * requests itself again and again, and the longest time between two of them counts, with and without the time in which
 * the thread waited for a processor.
 *
 * <p>The request has the {@code session} to open and the {@code pauseMillis} before it, in which the window is at rest.
 */
public final class OpenFirst implements ClientCommand {
    private static final long LIMIT_SECONDS = 60;
    /** Time for work after the content, such as its pictures and the focus. */
    private static final long AFTER_MILLIS = 1_000;

    private static final double LONG_MILLIS = 8;
    /** Shorter tasks are those that only request themselves again. */
    private static final double WORK_MILLIS = 0.5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long lastAt;
    private long lastUsed;
    private long longest;
    private long longestUsed;
    private int longTasks;
    private long workUsed;
    private boolean beating;

    @Override
    public JsonObject run(ClientWindow window, JsonObject request) throws Exception {
        SessionId session = new SessionId(request.get("session").getAsString());
        awaitPulse(window, () -> !window.shell().sessions().rows().isEmpty());
        pause(request.get("pauseMillis").getAsLong());
        JsonObject figures = new JsonObject();
        open(window, session, "first", figures);
        window.onFx(() -> {
            window.shell().navigation().closeSession();
            return null;
        });
        pause(AFTER_MILLIS);
        open(window, session, "again", figures);
        return figures;
    }

    private void open(ClientWindow window, SessionId session, String prefix, JsonObject figures) throws Exception {
        long asked = window.onFx(() -> {
            long now = System.nanoTime();
            lastAt = now;
            lastUsed = THREADS.getCurrentThreadCpuTime();
            longest = 0;
            longestUsed = 0;
            longTasks = 0;
            workUsed = 0;
            beating = true;
            window.shell().navigation().open(new SessionKey(window.link().hostId(), session));
            figures.addProperty(prefix + "CallMillis", (System.nanoTime() - now) / 1e6);
            Platform.runLater(this::beat);
            return now;
        });
        long drawn = awaitPulse(
                window,
                () -> !window.shell().transcript().loadingProperty().get()
                        && !window.shell().transcript().rows().isEmpty());
        pause(AFTER_MILLIS);
        window.onFx(() -> {
            beating = false;
            return null;
        });
        figures.addProperty(prefix + "ContentMillis", (drawn - asked) / 1e6);
        figures.addProperty(prefix + "LongestMillis", longest / 1e6);
        figures.addProperty(prefix + "LongestUsedMillis", longestUsed / 1e6);
        figures.addProperty(prefix + "LongTasks", longTasks);
        figures.addProperty(prefix + "UsedMillis", workUsed / 1e6);
    }

    /** Waits for a pulse after whose layout the condition is true, and returns its time. */
    private static long awaitPulse(ClientWindow window, BooleanSupplier wanted) throws Exception {
        CompletableFuture<Long> there = new CompletableFuture<>();
        Runnable look = () -> {
            if (wanted.getAsBoolean()) {
                there.complete(System.nanoTime());
            } else {
                Platform.requestNextPulse();
            }
        };
        Scene scene = window.onFx(() -> {
            window.scene().addPostLayoutPulseListener(look);
            Platform.requestNextPulse();
            return window.scene();
        });
        long at = there.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        window.onFx(() -> {
            scene.removePostLayoutPulseListener(look);
            return null;
        });
        return at;
    }

    private void beat() {
        long now = System.nanoTime();
        long used = THREADS.getCurrentThreadCpuTime();
        longest = Math.max(longest, now - lastAt);
        longestUsed = Math.max(longestUsed, used - lastUsed);
        if (used - lastUsed > WORK_MILLIS * 1e6) {
            workUsed += used - lastUsed;
        }
        if (used - lastUsed > LONG_MILLIS * 1e6) {
            longTasks++;
        }
        lastAt = now;
        lastUsed = used;
        if (beating) {
            Platform.runLater(this::beat);
        }
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

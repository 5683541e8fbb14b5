package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.text.Text;

/**
 * Measures a window: its pulses, the FX thread's time for changed state, and when each word of a {@link LoadAgent} is
 * first ready to be painted, by inspecting the scene graph at the end of every pulse's layout. The cost of the
 * inspection is counted apart. Confined to the FX thread.
 */
public final class Screen {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Scene scene;
    private final Runnable beat = LateFrames.start();
    private final Longs drains = new Longs();
    private final Longs delays = new Longs();
    private final Longs gaps = new Longs();
    /** Looking for it costs more than reading it. */
    private Node body;

    private long pulses;
    private long lastPulse;
    /** Milliseconds after the start of the JVM. */
    private long firstPulse;

    private long lastWord;
    private long lookingNanos;
    private long began;
    private long cpuBegan;

    /** A growing array of primitive longs: the measurement must not create garbage. */
    private static final class Longs {
        private long[] values = new long[1 << 14];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        void clear() {
            size = 0;
        }

        /** The quantile for this share, in milliseconds; 0 if empty. */
        double millis(double share) {
            if (size == 0) {
                return 0;
            }
            long[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return sorted[
                            Math.min(
                                    size - 1,
                                    (int) Math.ceil(share * size) - 1 < 0 ? 0 : (int) Math.ceil(share * size) - 1)]
                    / 1e6;
        }
    }

    Screen(Scene scene) {
        this.scene = scene;
        scene.addPostLayoutPulseListener(this::pulse);
    }

    private void pulse() {
        long now = System.nanoTime();
        if (firstPulse == 0) {
            firstPulse = ManagementFactory.getRuntimeMXBean().getUptime();
        }
        pulses++;
        if (lastPulse != 0) {
            gaps.add(now - lastPulse);
        }
        lastPulse = now;
        if (body == null || body.getScene() != scene) {
            body = scene.lookup(".transcript-body");
        }
        if (body != null) {
            long[] newest = {lastWord};
            look(body, now, newest);
            lastWord = newest[0];
        }
        lookingNanos += System.nanoTime() - now;
        beat.run();
    }

    private void look(Node node, long now, long[] newest) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Text text) {
            Stamped.newer(text.getText(), lastWord, micros -> {
                delays.add(now - micros * 1_000);
                newest[0] = Math.max(newest[0], micros);
            });
        } else if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                look(child, now, newest);
            }
        }
    }

    /** Records the duration of one drain of changed state. */
    void drained(long nanos) {
        drains.add(nanos);
    }

    /** Starts counting. */
    public void begin() {
        drains.clear();
        delays.clear();
        gaps.clear();
        pulses = 0;
        lastPulse = 0;
        lookingNanos = 0;
        began = System.nanoTime();
        cpuBegan = cpu();
    }

    /** The counts since {@link #begin()}. */
    public JsonObject figures() {
        double seconds = (System.nanoTime() - began) / 1e9;
        JsonObject figures = new JsonObject();
        figures.addProperty("seconds", seconds);
        figures.addProperty("firstPulse", firstPulse);
        figures.addProperty("pulsesPerSecond", pulses / seconds);
        figures.addProperty("commitsPerSecond", drains.size / seconds);
        figures.addProperty("fxPercent", (cpu() - cpuBegan - lookingNanos) / 1e7 / seconds);
        figures.addProperty("drainP50", drains.millis(0.5));
        figures.addProperty("drainP99", drains.millis(0.99));
        figures.addProperty("drainWorst", drains.millis(1));
        figures.addProperty("gapP99", gaps.millis(0.99));
        figures.addProperty("gapWorst", gaps.millis(1));
        figures.addProperty("shown", delays.size);
        figures.addProperty("pixelP50", delays.millis(0.5));
        figures.addProperty("pixelP95", delays.millis(0.95));
        figures.addProperty("pixelP99", delays.millis(0.99));
        figures.addProperty("pixelWorst", delays.millis(1));
        figures.addProperty("lookingPercent", lookingNanos / 1e7 / seconds);
        return figures;
    }

    private static long cpu() {
        return THREADS.getCurrentThreadCpuTime();
    }
}

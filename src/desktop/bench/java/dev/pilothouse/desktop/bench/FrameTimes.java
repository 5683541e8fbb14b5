package dev.pilothouse.desktop.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The duration of each drawing and the gaps between frames since they were last taken. Confined to the FX thread. */
final class FrameTimes {
    private final List<Long> draws = new ArrayList<>();
    private final List<Long> layouts = new ArrayList<>();
    private long layoutBegan;
    private long lastFrame;
    private long longestGap;

    /**
     * One measurement. Immutable.
     *
     * @param draws durations of drawing changed state, in ns, ascending
     * @param layouts durations of each frame's layout, in ns, ascending
     * @param longestGapNanos the longest time between two frames
     */
    record Taken(List<Long> draws, List<Long> layouts, long longestGapNanos) {
        double drawMillis(double share) {
            return millis(draws, share);
        }

        double layoutMillis(double share) {
            return millis(layouts, share);
        }

        private static double millis(List<Long> sorted, double share) {
            return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share)) / 1e6;
        }
    }

    void drawn(long nanos) {
        draws.add(nanos);
    }

    void onLayoutBegins() {
        layoutBegan = System.nanoTime();
    }

    void onLayoutEnded() {
        long now = System.nanoTime();
        layouts.add(now - layoutBegan);
        if (lastFrame != 0) {
            longestGap = Math.max(longestGap, now - lastFrame);
        }
        lastFrame = now;
    }

    Taken take() {
        List<Long> sortedDraws = new ArrayList<>(draws);
        List<Long> sortedLayouts = new ArrayList<>(layouts);
        Collections.sort(sortedDraws);
        Collections.sort(sortedLayouts);
        Taken taken = new Taken(List.copyOf(sortedDraws), List.copyOf(sortedLayouts), longestGap);
        draws.clear();
        layouts.clear();
        longestGap = 0;
        lastFrame = 0;
        return taken;
    }
}

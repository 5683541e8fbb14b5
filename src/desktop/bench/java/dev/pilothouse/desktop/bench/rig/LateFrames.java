package dev.pilothouse.desktop.bench.rig;

import dev.pilothouse.pulse.Pulse;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Records what the FX thread does while a pulse is late, in the error log of the window: its stack every two
 * milliseconds, its own processor time, and how late the recording thread itself was woken, which tells a pause of the
 * whole JVM from work of the FX thread. Off unless {@code bench.window.flags} sets {@code -Dbench.late=MILLIS}.
 *
 * <p>{@link #beat()} is called on the FX thread; one daemon thread records.
 */
final class LateFrames {
    private static final long STEP_NANOS = 2_000_000;
    private static final int FRAMES = 60;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Thread fx;
    private final long limitNanos;
    private volatile long beat;
    private volatile long cpuAtBeat;

    private LateFrames(Thread fx, long limitNanos) {
        this.fx = fx;
        this.limitNanos = limitNanos;
    }

    /** Starts to record if that is wanted. On the FX thread. */
    static Runnable start() {
        int limit = Integer.getInteger("bench.late", 0);
        if (limit == 0) {
            return () -> {};
        }
        LateFrames late = new LateFrames(Thread.currentThread(), limit * 1_000_000L);
        Thread recorder = new Thread(late::record, "bench-late-frames");
        recorder.setDaemon(true);
        recorder.setPriority(Thread.MAX_PRIORITY);
        recorder.start();
        return late::beat;
    }

    private void beat() {
        cpuAtBeat = THREADS.getThreadCpuTime(fx.getId());
        beat = System.nanoTime();
    }

    private void record() {
        List<String> seen = new ArrayList<>();
        long seenBeat = 0;
        long cpu = 0;
        long paused = 0;
        long last = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(STEP_NANOS);
            long now = System.nanoTime();
            long slept = now - last;
            last = now;
            long current = beat;
            if (current != seenBeat) {
                long gap = current - seenBeat;
                if (seenBeat != 0 && gap > limitNanos) {
                    System.err.printf(
                            Locale.ROOT,
                            "LATE %.1f ms, processor %.1f ms, recorder late by %.1f ms, at %d ms%n%s%n",
                            gap / 1e6,
                            (cpuAtBeat - cpu) / 1e6,
                            paused / 1e6,
                            ManagementFactory.getRuntimeMXBean().getUptime(),
                            String.join("\n", seen));
                }
                seen.clear();
                seenBeat = current;
                cpu = cpuAtBeat;
                paused = 0;
            }
            paused = Math.max(paused, slept - STEP_NANOS);
            if (seenBeat != 0 && now - seenBeat > limitNanos / 2 && seen.size() < 100) {
                seen.add(stack((now - seenBeat) / 1_000_000));
            }
        }
    }

    /**
     * Records what the FX thread does during drains that take longer, if {@code bench.window.flags} sets {@code
     * -Dbench.late.drain=MILLIS}. On the FX thread.
     */
    static Pulse.Drain watched(Pulse.Drain drained) {
        int limit = Integer.getInteger("bench.late.drain", 0);
        if (limit == 0) {
            return drained;
        }
        LateFrames late = new LateFrames(Thread.currentThread(), limit * 1_000_000L);
        Thread recorder = new Thread(late::recordDrains, "bench-late-drains");
        recorder.setDaemon(true);
        recorder.setPriority(Thread.MAX_PRIORITY);
        recorder.start();
        return () -> {
            late.beat = System.nanoTime();
            boolean more = drained.drain();
            late.beat = 0;
            return more;
        };
    }

    private void recordDrains() {
        List<String> seen = new ArrayList<>();
        long seenBeat = 0;
        while (true) {
            LockSupport.parkNanos(STEP_NANOS / 8);
            long now = System.nanoTime();
            long current = beat;
            if (current != seenBeat) {
                if (seenBeat != 0 && now - seenBeat > limitNanos) {
                    System.err.printf(
                            Locale.ROOT,
                            "DRAIN %.1f ms, at %d ms%n%s%n",
                            (now - seenBeat) / 1e6,
                            ManagementFactory.getRuntimeMXBean().getUptime(),
                            String.join("\n", seen));
                }
                seen.clear();
                seenBeat = current;
            } else if (seenBeat != 0 && seen.size() < 100) {
                seen.add(stack((now - seenBeat) / 1_000_000));
            }
        }
    }

    private String stack(long after) {
        StringBuilder line = new StringBuilder().append("  +").append(after).append(" ms:");
        StackTraceElement[] stack = fx.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
            String type = stack[i].getClassName();
            line.append(' ')
                    .append(type.substring(type.lastIndexOf('.') + 1))
                    .append('.')
                    .append(stack[i].getMethodName());
        }
        return line.toString();
    }
}

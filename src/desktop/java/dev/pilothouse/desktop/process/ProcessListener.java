package dev.pilothouse.desktop.process;

/**
 * Hears what a {@link CliProcess} says. Implementations decode and hand over; a listener that blocks holds back the
 * child through its pipe, which is the intended back-pressure, but must never wait for the process itself.
 */
public interface ProcessListener {
    /** A line on stdout, in order; on thread {@code cli-n-out}. */
    void onLine(Line line);

    /**
     * The process has ended. Called exactly once, on thread {@code cli-n-exit}, after every line; only if a stranger
     * still holds the pipe, or {@link #onLine} is blocked for seconds, can lines follow.
     */
    void onExit(ProcessExit exit);
}

package dev.pilothouse.desktop.process;

import java.util.Optional;

/**
 * Receives the output and the exit of a {@link CliProcess}. Implementations decode and hand over. A listener that
 * blocks holds back the child through its pipe, which is the intended back-pressure, but it must never wait for the
 * process itself.
 */
public interface ProcessListener {
    /** Called for each line on stdout, in order, on thread {@code cli-n-out}. */
    void onLine(Line line);

    /**
     * Called exactly once when the process has ended, on thread {@code cli-n-exit}, after every line. Lines can follow
     * only if an unrelated process still holds the pipe, or if {@link #onLine} blocks for seconds.
     */
    void onExit(ProcessExit exit);

    /**
     * Receives stdout as bytes on thread {@code cli-n-out}, for output that is not made of lines. The buffer is reused
     * after the call. If this is present, {@link #onLine} is not called.
     */
    default Optional<ByteSink> rawOutput() {
        return Optional.empty();
    }

    /** Receives stderr as bytes on thread {@code cli-n-err}, besides its kept tail. The buffer is reused. */
    default Optional<ByteSink> rawErrors() {
        return Optional.empty();
    }

    /** Receives the first {@code count} bytes of a buffer. */
    interface ByteSink {
        void accept(byte[] buffer, int count);
    }
}

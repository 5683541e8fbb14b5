package dev.pilothouse.desktop.forge;

import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the end of the output of one process, and waits for its end. The process threads write, the caller waits. Ends
 * with the process.
 */
final class ForgeOutput implements ProcessListener {
    private static final long LOOK_MILLIS = 20;

    /** How the process came to its end. */
    enum End {
        ENDED,
        TIMED_OUT,
        CANCELLED
    }

    private final CountDownLatch over = new CountDownLatch(1);
    private final int limit;
    private byte[] bytes = new byte[8_192];
    private int length;
    private boolean cut;
    private int code = -1;
    private String errors = "";

    /** @param limit bytes of stdout that are kept, the last ones */
    ForgeOutput(int limit) {
        this.limit = limit;
    }

    /** Waits for the end of the process, or stops it with its whole tree. */
    End await(CliProcess process, byte @Nullable [] input, Duration time, BooleanSupplier cancelled) {
        try (process) {
            if (input != null) {
                process.write(input);
            }
            process.closeStdin();
            long end = System.nanoTime() + time.toNanos();
            while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    return End.CANCELLED;
                }
                if (System.nanoTime() - end > 0) {
                    return End.TIMED_OUT;
                }
            }
            return End.ENDED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return End.CANCELLED;
        }
    }

    synchronized int code() {
        return code;
    }

    synchronized String errors() {
        return errors;
    }

    /** Whether the beginning is missing. */
    synchronized boolean isCut() {
        return cut;
    }

    synchronized String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<ByteSink> rawOutput() {
        return Optional.of(this::onOutput);
    }

    private synchronized void onOutput(byte[] buffer, int count) {
        if (length + count > 2 * limit) {
            int kept = Math.min(length, limit);
            System.arraycopy(bytes, length - kept, bytes, 0, kept);
            length = kept;
            cut = true;
        }
        if (length + count > bytes.length) {
            byte[] larger = new byte[Math.max(2 * bytes.length, length + count)];
            System.arraycopy(bytes, 0, larger, 0, length);
            bytes = larger;
        }
        System.arraycopy(buffer, 0, bytes, length, count);
        length += count;
    }

    @Override
    public void onLine(Line line) {
        throw new IllegalStateException("Output is read as bytes.");
    }

    @Override
    public void onExit(ProcessExit ended) {
        synchronized (this) {
            code = ended.code();
            errors = ended.stderrExcerpt();
        }
        over.countDown();
    }
}

package dev.pilothouse.desktop.process;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The latest look at the system's processes, shared by all who ask within a few seconds. Keeps one table. Any thread, but
 * for lanes and the FX thread, since a look is made by whoever comes too late for the one before; the others wait for it.
 */
public final class ProcessLook {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private final Supplier<ProcessTable> look;
    private ProcessTable table;
    private long madeAt;

    public ProcessLook() {
        this(System::nanoTime, ProcessTable::now);
    }

    ProcessLook(LongSupplier nanoTime, Supplier<ProcessTable> look) {
        this.nanoTime = nanoTime;
        this.look = look;
    }

    /** A table that is at most some seconds old. */
    public synchronized ProcessTable recent() {
        if (table == null || nanoTime.getAsLong() - madeAt > FRESH.toNanos()) {
            table = look.get();
            madeAt = nanoTime.getAsLong();
        }
        return table;
    }
}

package dev.pilothouse.desktop.process;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches one table of the system's processes for a few seconds, for all callers. Any thread except lanes and the FX
 * thread: the first caller after the expiry makes a new table, and the others wait for it.
 */
public final class CachedProcessTable {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final LongSupplier ticker;
    private final Supplier<ProcessTable> reader;
    private @Nullable ProcessTable table;
    private long madeAt;

    public CachedProcessTable() {
        this(System::nanoTime, ProcessTable::now);
    }

    CachedProcessTable(LongSupplier ticker, Supplier<ProcessTable> look) {
        this.ticker = ticker;
        this.reader = look;
    }

    /** Returns a table that is at most a few seconds old. */
    public synchronized ProcessTable recent() {
        if (table == null || ticker.getAsLong() - madeAt > FRESH.toNanos()) {
            table = reader.get();
            madeAt = ticker.getAsLong();
        }
        return table;
    }
}

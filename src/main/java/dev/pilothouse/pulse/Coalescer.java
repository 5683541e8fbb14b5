package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers state changes to the screen. Tracks which slots have changed and shows each at most once per beat of a
 * {@link Pulse}. A slot is a name (a session, the session list), not a value: the {@code show} callback reads the
 * latest state when it is called. So a thousand changes between two beats cost one, and memory is bounded by the number
 * of slots.
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>Every mark is followed by a delivery of its slot that begins after the mark. A slot that is marked while it is
 *       being shown is shown again at the next beat. Each mark causes at most one delivery.
 *   <li>Order in a beat: critical slots, then the visible slot, then the others in the order of their first mark.
 *   <li>All critical slots are shown in the next beat. The others share the beat's time budget; the rest keep their
 *       position for the next beat. Each beat shows at least one of the others, so none starves.
 *   <li>The pulse is armed once, by the first mark while idle, and stops when no slot is left.
 * </ul>
 *
 * <p>Owns the pulse that it opened. Any thread may mark; slots are shown only on the pulse's thread. Ends with
 * {@link #close()}, which silently drops pending marks.
 *
 * @param <K> identifies a slot; needs {@code equals} and {@code hashCode}.
 */
public final class Coalescer<K> implements AutoCloseable {

    /** A quarter of a frame at 60 Hz; the rest is for layout and painting. */
    public static final Duration DEFAULT_BUDGET = Duration.ofMillis(4);

    private final Consumer<? super K> show;
    private final Thread.UncaughtExceptionHandler onFailure;
    private final long budgetNanos;
    private final LongSupplier ticker;
    private final Pulse pulse;
    private final AtomicBoolean armed = new AtomicBoolean();

    private final Object lock = new Object();
    /** Marked slots in the order of their first mark, each with the number of the last beat that had begun by then. */
    private final Map<K, Long> critical = new LinkedHashMap<>();

    private final Map<K, Long> others = new LinkedHashMap<>();
    private @Nullable K visible;
    private long beat;
    private boolean closed;

    /**
     * Makes an idle coalescer with the default budget.
     *
     * @param pulses opens the pulse on whose thread slots are shown.
     * @param show shows the latest state of a slot.
     * @param onFailure receives exceptions of {@code show}; the other slots are still shown.
     */
    public Coalescer(Pulse.Source pulses, Consumer<? super K> show, Thread.UncaughtExceptionHandler onFailure) {
        this(pulses, show, onFailure, DEFAULT_BUDGET, System::nanoTime);
    }

    /** Makes an idle coalescer with another budget and clock. */
    public Coalescer(
            Pulse.Source pulses,
            Consumer<? super K> show,
            Thread.UncaughtExceptionHandler onFailure,
            Duration budget,
            LongSupplier ticker) {
        this.show = Objects.requireNonNull(show, "show");
        this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
        this.budgetNanos = budget.toNanos();
        this.ticker = Objects.requireNonNull(ticker, "nanoTime");
        this.pulse = pulses.open(this::drain);
    }

    /** Marks the slot's state as changed. Any thread; never waits for a slot that is being shown. */
    public void mark(K slot) {
        mark(slot, false);
    }

    /** Marks the slot as changed in a way that the person must see at the next beat. Any thread. */
    public void markCritical(K slot) {
        mark(slot, true);
    }

    private void mark(K slot, boolean isCritical) {
        Objects.requireNonNull(slot, "slot");
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (isCritical) {
                // A waiting slot keeps the beat of its first mark; otherwise becoming urgent would delay it.
                Long since = others.remove(slot);
                critical.putIfAbsent(slot, since == null ? beat : since);
            } else if (!critical.containsKey(slot)) {
                others.putIfAbsent(slot, beat);
            }
        }
        if (armed.compareAndSet(false, true)) {
            pulse.arm();
        }
    }

    /** Sets the slot that is on screen, or null for none. It is shown before other non-critical slots. */
    public void setVisible(K slot) {
        synchronized (lock) {
            visible = slot;
        }
    }

    /** Number of slots that wait for the next beat. */
    public int waiting() {
        synchronized (lock) {
            return critical.size() + others.size();
        }
    }

    private boolean drain() {
        long start = ticker.getAsLong();
        long current;
        synchronized (lock) {
            current = ++beat;
        }
        K slot;
        while ((slot = nextCritical(current)) != null) {
            deliver(slot);
        }
        if ((slot = nextVisible(current)) != null) {
            deliver(slot);
        }
        while ((slot = nextOther(current)) != null) {
            deliver(slot);
            if (ticker.getAsLong() - start >= budgetNanos) {
                break;
            }
        }
        armed.set(false);
        // Later marks arm the pulse themselves. An earlier one may have found it armed, so check again.
        return waiting() > 0 && armed.compareAndSet(false, true);
    }

    private @Nullable K nextCritical(long current) {
        synchronized (lock) {
            return takeFirst(critical, current);
        }
    }

    private @Nullable K nextVisible(long current) {
        synchronized (lock) {
            Long since = visible == null ? null : others.get(visible);
            if (since == null || since >= current) {
                return null;
            }
            others.remove(visible);
            return visible;
        }
    }

    private @Nullable K nextOther(long current) {
        synchronized (lock) {
            return takeFirst(others, current);
        }
    }

    /** Takes the first slot that was marked before this beat; marks made during a beat wait for the next. */
    private @Nullable K takeFirst(Map<K, Long> slots, long current) {
        for (Iterator<Map.Entry<K, Long>> each = slots.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<K, Long> slot = each.next();
            if (slot.getValue() < current) {
                each.remove();
                return slot.getKey();
            }
        }
        return null;
    }

    private void deliver(K slot) {
        try {
            show.accept(slot);
        } catch (RuntimeException | Error failure) {
            onFailure.uncaughtException(Thread.currentThread(), failure);
        }
    }

    /**
     * Drops pending marks and closes the pulse. Nothing is shown after it returns, with one exception: if called on
     * another thread than the pulse's, a slot that is being shown may still finish. Idempotent.
     */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            critical.clear();
            others.clear();
            visible = null;
        }
        pulse.close();
    }
}

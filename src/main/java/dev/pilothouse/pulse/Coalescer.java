package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one door from state to screen: remembers which slots have changed, and has each shown at most once per beat of
 * a {@link Pulse}. A slot is a name (a session, the session list), not a value: whoever shows it reads the latest state
 * at that moment, so a thousand changes between two beats cost one, and memory is bounded by slots, not by changes.
 *
 * <p>What is promised:
 *
 * <ul>
 *   <li>Every mark is followed by a delivery of its slot that begins after the mark; a slot marked while it is being
 *       shown is shown again at the next beat. Nothing is lost, and nothing is shown twice for one mark.
 *   <li>Order in a beat: critical slots, then the visible slot, then the others in the order in which they were first
 *       marked.
 *   <li>All critical slots are shown in the next beat. The others share the beat's time budget; what does not fit keeps
 *       its place for the next beat. At least one of the others moves on at each beat, so nothing starves.
 *   <li>The pulse is armed once, by the first mark while idle, and stands still when nothing is left.
 * </ul>
 *
 * <p>Owns the pulse that it opened. Any thread may mark; slots are shown on the pulse's thread only. Ends with
 * {@link #close()}: marks that were not shown by then are dropped in silence.
 *
 * @param <K> names a slot; needs {@code equals} and {@code hashCode}.
 */
public final class Coalescer<K> implements AutoCloseable {

    /** A quarter of a frame at 60 Hz: leaves the rest for layout and painting. */
    public static final Duration DEFAULT_BUDGET = Duration.ofMillis(4);

    private final Consumer<? super K> show;
    private final Thread.UncaughtExceptionHandler onFailure;
    private final long budgetNanos;
    private final LongSupplier nanoTime;
    private final Pulse pulse;
    private final AtomicBoolean armed = new AtomicBoolean();

    private final Object lock = new Object();
    /** Marked slots in the order of their first mark, each with the beat during or after which that was. */
    private final Map<K, Long> critical = new LinkedHashMap<>();

    private final Map<K, Long> others = new LinkedHashMap<>();
    private K visible;
    private long beat;
    private boolean closed;

    /**
     * Makes an idle coalescer with the default budget.
     *
     * @param pulses opens the pulse on whose thread slots are shown.
     * @param show shows the latest state of a slot.
     * @param onFailure receives what {@code show} throws; the other slots are shown all the same.
     */
    public Coalescer(Pulse.Source pulses, Consumer<? super K> show, Thread.UncaughtExceptionHandler onFailure) {
        this(pulses, show, onFailure, DEFAULT_BUDGET, System::nanoTime);
    }

    /** The same with a budget and a clock of one's own. */
    public Coalescer(
            Pulse.Source pulses,
            Consumer<? super K> show,
            Thread.UncaughtExceptionHandler onFailure,
            Duration budget,
            LongSupplier nanoTime) {
        this.show = Objects.requireNonNull(show, "show");
        this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
        this.budgetNanos = budget.toNanos();
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.pulse = pulses.open(this::drain);
    }

    /** Says that the slot's state has changed. Any thread; never waits for a slot that is being shown. */
    public void mark(K slot) {
        mark(slot, false);
    }

    /** Says that the slot has changed in a way that the person must see at the very next beat. Any thread. */
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
                // A slot that waits already keeps the beat of its first mark, or becoming urgent would delay it.
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

    /** Names the slot that the person looks at, or null for none. It goes before others that are not critical. */
    public void setVisible(K slot) {
        synchronized (lock) {
            visible = slot;
        }
    }

    /**
     * Shows the slot at once, marked or not, and takes its mark away: for switching to a session without a blank frame.
     * Only on the pulse's thread; may be called while another slot is being shown. Does nothing once closed.
     */
    public void drainNow(K slot) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            critical.remove(slot);
            others.remove(slot);
        }
        deliver(slot);
    }

    /** How many slots wait for the next beat. */
    public int waiting() {
        synchronized (lock) {
            return critical.size() + others.size();
        }
    }

    private boolean drain() {
        long start = nanoTime.getAsLong();
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
            if (nanoTime.getAsLong() - start >= budgetNanos) {
                break;
            }
        }
        armed.set(false);
        // A mark from here on arms by itself. One from before may have found it armed, so look once more.
        return waiting() > 0 && armed.compareAndSet(false, true);
    }

    private K nextCritical(long current) {
        synchronized (lock) {
            return takeFirst(critical, current);
        }
    }

    private K nextVisible(long current) {
        synchronized (lock) {
            Long since = visible == null ? null : others.get(visible);
            if (since == null || since >= current) {
                return null;
            }
            others.remove(visible);
            return visible;
        }
    }

    private K nextOther(long current) {
        synchronized (lock) {
            return takeFirst(others, current);
        }
    }

    /** Takes the first slot that was marked before this beat began; marks made during a beat wait for the next. */
    private K takeFirst(Map<K, Long> slots, long current) {
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
     * Drops what waits and closes the pulse. After it has returned nothing is shown any more; if it is called on another
     * thread than the pulse's, a slot that is just being shown may still finish. Idempotent.
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

package dev.pilothouse.desktop.agent;

import dev.pilothouse.pulse.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue between an adapter and its session: the agent's messages, the adapter's actions and the resulting events
 * run on the session's lane, one per task and in order, while the listener does not hold them back. Messages are
 * bounded by number and size: past the bound the reader thread blocks, which holds back the agent. Actions are few (an
 * exit, deadlines, answers to single commands); past {@value #ACTIONS} they are dropped. Any thread may add. Ends with
 * {@link #finish()}, after the queue is empty, or at once with {@link #close()}.
 */
public final class AgentInbox implements AutoCloseable {
    public static final int MESSAGES = 256;
    public static final long CHARACTERS = 8L * 1024 * 1024;
    static final int ACTIONS = 4096;

    private static final Logger log = LoggerFactory.getLogger(AgentInbox.class);

    private final Lane lane;
    private final AgentAdapter.Listener listener;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ArrayDeque<Entry> queue = new ArrayDeque<>(0);
    /** Events of the entry that ran last. */
    private final ArrayDeque<AgentEvent> events = new ArrayDeque<>(0);

    private int queuedMessages;
    private long queuedCharacters;
    private boolean scheduled;
    private boolean discarding;
    private boolean finishing;

    public AgentInbox(Lane lane, AgentAdapter.Listener listener) {
        this.lane = lane;
        this.listener = listener;
    }

    /**
     * Adds the handling of a message; blocks while the queue is full.
     *
     * @param dropped runs instead, on any thread, if messages are no longer accepted
     */
    public void put(long characters, Runnable work, Runnable dropped) throws InterruptedException {
        if (!add(characters, new Entry(work, Optional.of(new Weight(characters, dropped))))) {
            dropped.run();
        }
    }

    private synchronized boolean add(long characters, Entry entry) throws InterruptedException {
        while (!discarding
                && (queuedMessages >= MESSAGES
                        || (queuedCharacters > 0 && queuedCharacters + characters > CHARACTERS))) {
            wait();
        }
        if (!discarding) {
            queuedMessages++;
            queuedCharacters += characters;
            queue.addLast(entry);
            schedule();
        }
        return !discarding;
    }

    /** Adds an action at the end of the queue. Never blocks. */
    public synchronized void post(Runnable action) {
        if (finishing) {
            return;
        }
        if (queue.size() - queuedMessages >= ACTIONS) {
            log.warn("{}: an action was dropped, because its listener has been stuck for long", lane.name());
            return;
        }
        queue.addLast(new Entry(action, Optional.empty()));
        schedule();
    }

    /** Passes an event to the listener, before the next entry. Called by an entry. */
    public synchronized void publish(AgentEvent event) {
        events.addLast(event);
        schedule();
    }

    /** Continues after the listener has held back the events. */
    public synchronized void resume() {
        schedule();
    }

    private void schedule() {
        if (scheduled || isEmpty()) {
            return;
        }
        scheduled = true;
        if (!lane.tryExecute(this::step)) {
            // A timer's task has a reserved place, so a full lane loses nothing.
            lane.schedule(Duration.ZERO, this::step);
        }
    }

    private boolean isEmpty() {
        return queue.isEmpty() && events.isEmpty();
    }

    /** Handles one entry or event per task, so that the failure of one does not affect the others. */
    private void step() {
        boolean holdsBack = listener.holdsBack();
        Optional<Runnable> next;
        synchronized (this) {
            scheduled = false;
            next = holdsBack ? Optional.empty() : take();
        }
        try {
            next.ifPresent(Runnable::run);
        } finally {
            if (!holdsBack) {
                stepped();
            }
        }
    }

    private Optional<Runnable> take() {
        if (!events.isEmpty()) {
            AgentEvent event = events.removeFirst();
            return Optional.of(() -> listener.onEvent(event));
        }
        Optional<Entry> entry = Optional.ofNullable(queue.pollFirst());
        entry.flatMap(Entry::message).ifPresent(weight -> {
            queuedMessages--;
            queuedCharacters -= weight.characters();
            notifyAll();
        });
        return entry.map(Entry::work);
    }

    private synchronized void stepped() {
        schedule();
        if (finishing && isEmpty()) {
            ended.countDown();
        }
    }

    /** Drops all queued and future messages, and releases blocked readers. */
    public void discard() {
        List<Weight> dropped = new ArrayList<>();
        synchronized (this) {
            discarding = true;
            queue.removeIf(entry -> {
                entry.message().ifPresent(dropped::add);
                return entry.message().isPresent();
            });
            queuedMessages = 0;
            queuedCharacters = 0;
            notifyAll();
        }
        dropped.forEach(message -> message.dropped().run());
    }

    /** Accepts nothing more, and ends once the queue is empty. Called by an entry. */
    public synchronized void finish() {
        finishing = true;
        discarding = true;
        notifyAll();
    }

    /** Waits until everything has been handled, but not on the lane. After the limit it closes the inbox. */
    public void awaitEnd(Duration limit) {
        if (lane.isCurrent()) {
            return;
        }
        try {
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drops everything, and releases blocked readers. */
    @Override
    public void close() {
        discard();
        synchronized (this) {
            finishing = true;
            queue.clear();
            events.clear();
        }
        ended.countDown();
    }

    /** A queue entry; a message has a weight. */
    private record Entry(Runnable work, Optional<Weight> message) {}

    private record Weight(long characters, Runnable dropped) {}
}

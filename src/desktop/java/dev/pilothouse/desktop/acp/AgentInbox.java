package dev.pilothouse.desktop.acp;

import dev.pilothouse.pulse.NamedThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single thread on which an adapter translates messages and calls its listener, so that events keep their order.
 * The queue of messages is bounded by number and size: past the bound the reader thread blocks, which holds back the
 * agent. Actions are few (an exit, deadlines, answers to single commands); past {@value #ACTIONS} they are dropped. Any
 * thread may add. Ends with {@link #finish()}, after the queue is empty.
 */
final class AgentInbox {
    static final int MESSAGES = 256;
    static final long CHARACTERS = 8L * 1024 * 1024;
    static final int ACTIONS = 4096;

    private static final Logger log = LoggerFactory.getLogger(AgentInbox.class);

    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private final Thread thread;
    private int queuedMessages;
    private long queuedCharacters;
    private boolean discarding;
    private boolean finishing;

    AgentInbox(String threadName) {
        this.thread = NamedThreads.create(threadName, this::run);
    }

    void start() {
        thread.start();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Adds the handling of a message; blocks while the queue is full.
     *
     * @param dropped runs instead, on any thread, if messages are no longer accepted
     */
    void put(long characters, Runnable work, Runnable dropped) throws InterruptedException {
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
            notifyAll();
        }
        return !discarding;
    }

    /** Runs an action on the inbox's thread: at once if called on it, else after the queue. Never blocks. */
    void execute(Runnable action) {
        if (isCurrent()) {
            action.run();
        } else {
            post(action);
        }
    }

    /** Adds an action at the end of the queue. Never blocks. */
    synchronized void post(Runnable action) {
        if (finishing) {
            return;
        }
        if (queue.size() - queuedMessages >= ACTIONS) {
            log.warn("{}: an action was dropped, because its listener has been stuck for long", thread.getName());
            return;
        }
        queue.addLast(new Entry(action, Optional.empty()));
        notifyAll();
    }

    /** Drops all queued and future messages, and releases blocked readers. */
    void discard() {
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

    /** Accepts nothing more, and ends once the queue is empty. */
    synchronized void finish() {
        finishing = true;
        discarding = true;
        notifyAll();
    }

    /** Waits for the end. */
    void awaitEnd(Duration limit) {
        if (isCurrent() || thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (Optional<Entry> next = take(); next.isPresent(); next = take()) {
            try {
                next.get().work().run();
            } catch (RuntimeException bug) {
                // One failed event must not stop the thread.
                log.error("{}: an event could not be handled", thread.getName(), bug);
            }
        }
    }

    private synchronized Optional<Entry> take() {
        while (queue.isEmpty() && !finishing) {
            try {
                wait();
            } catch (InterruptedException nobodyInterruptsUs) {
                log.debug("{}: interrupted", thread.getName());
            }
        }
        Optional<Entry> next = Optional.ofNullable(queue.pollFirst());
        next.flatMap(Entry::message).ifPresent(weight -> {
            queuedMessages--;
            queuedCharacters -= weight.characters();
            notifyAll();
        });
        return next;
    }

    /** A queue entry; a message has a weight. */
    private record Entry(Runnable work, Optional<Weight> message) {}

    private record Weight(long characters, Runnable dropped) {}
}

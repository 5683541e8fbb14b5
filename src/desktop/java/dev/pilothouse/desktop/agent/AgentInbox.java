package dev.pilothouse.desktop.agent;

import dev.pilothouse.desktop.process.Line;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which an adapter decodes and tells its listener, so that events keep their order and nobody else can be
 * blocked by a slow listener. Lines are bounded by number and size: past it the thread that reads the process waits, which
 * holds the agent back. Actions are few (an exit, deadlines, answers to single commands); past {@value #ACTIONS} they are
 * refused. Any thread may add. Ends with {@link #finish()}, after what is queued.
 */
final class AgentInbox {
    static final int LINES = 256;
    static final long CHARACTERS = 8L * 1024 * 1024;
    static final int ACTIONS = 4096;

    private static final Logger log = LoggerFactory.getLogger(AgentInbox.class);

    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private final Consumer<Line> lines;
    private final Thread thread;
    private int queuedLines;
    private long queuedCharacters;
    private boolean discarding;
    private boolean finishing;

    /** @param lines takes the lines, on the inbox's thread */
    AgentInbox(String threadName, Consumer<Line> lines) {
        this.lines = lines;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Adds a line, and waits while there are too many. */
    synchronized void put(Line line) throws InterruptedException {
        long weight = line.match(text -> (long) text.text().length(), tooLong -> 0L);
        while (!discarding
                && (queuedLines >= LINES || (queuedCharacters > 0 && queuedCharacters + weight > CHARACTERS))) {
            wait();
        }
        if (!discarding) {
            queuedLines++;
            queuedCharacters += weight;
            queue.addLast(new Entry(() -> lines.accept(line), Optional.of(weight)));
            notifyAll();
        }
    }

    /** Runs an action on the inbox's thread: at once if this is it, else after what is queued. Never waits. */
    void execute(Runnable action) {
        if (isCurrent()) {
            action.run();
        } else {
            post(action);
        }
    }

    /** Adds an action after what is queued. Never waits. */
    synchronized void post(Runnable action) {
        if (finishing) {
            return;
        }
        if (queue.size() - queuedLines >= ACTIONS) {
            log.warn("{}: an action was dropped, because its listener has been stuck for long", thread.getName());
            return;
        }
        queue.addLast(new Entry(action, Optional.empty()));
        notifyAll();
    }

    /** Drops all lines, now and later, and lets waiting readers go: nobody wants to hear more. */
    synchronized void discardLines() {
        discarding = true;
        queue.removeIf(entry -> entry.lineWeight().isPresent());
        queuedLines = 0;
        queuedCharacters = 0;
        notifyAll();
    }

    /** Takes nothing more, and ends once what is queued is done. */
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
                // One event that cannot be handled must not silence the agent for ever.
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
        next.flatMap(Entry::lineWeight).ifPresent(weight -> {
            queuedLines--;
            queuedCharacters -= weight;
            notifyAll();
        });
        return next;
    }

    /** Something to do; a line has a weight. */
    private record Entry(Runnable work, Optional<Long> lineWeight) {}
}

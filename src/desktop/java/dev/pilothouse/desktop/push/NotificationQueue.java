package dev.pilothouse.desktop.push;

import dev.pilothouse.pulse.Backoff;
import dev.pilothouse.pulse.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of one target, in order, at most {@value #CAPACITY}; when full, the oldest is dropped, since it matters
 * least. A delivery that was certainly not accepted is retried with backoff for an hour. One that may have been
 * accepted is retried only if the target drops duplicates. Obsolete ones, such as for an answered question, are
 * skipped.
 *
 * <p>Owns the queue. {@link #offer} on any thread; all else on its lane, which waits for the receiver. Ends with
 * {@link #close()}, which drops the queue.
 */
final class NotificationQueue implements AutoCloseable {
    static final int CAPACITY = 100;
    static final int ATTEMPTS = 12;
    static final Duration FRESH = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(NotificationQueue.class);

    private volatile NotificationTarget target;
    private final WebhookClient post;
    private final Listener listener;
    private final NotificationJournal journal;
    private final Lane lane;
    private final LongSupplier ticker;
    private final Backoff backoff;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    /** Whether a task or a timer of the lane will process the queue. Guarded by {@link #waiting}. */
    private boolean scheduled;

    private volatile boolean closed;

    /** Is told the outcome of each attempt, on the lane of the queue. */
    interface Listener {
        void ended(PushNotification notice, BooleanSupplier open, WebhookClient.Outcome outcome);
    }

    private static final class Delivery {
        private final PushNotification notice;
        private final BooleanSupplier open;
        private final long since;
        private final boolean withdrawal;
        private int attempts;

        Delivery(PushNotification notice, BooleanSupplier open, long since, boolean withdrawal) {
            this.notice = notice;
            this.open = open;
            this.since = since;
            this.withdrawal = withdrawal;
        }
    }

    /**
     * @param lane closed by this queue
     * @param random from 0 inclusive to 1 exclusive
     */
    NotificationQueue(
            NotificationTarget target,
            WebhookClient post,
            NotificationJournal journal,
            Lane lane,
            LongSupplier ticker,
            DoubleSupplier random,
            Listener listener) {
        this.target = target;
        this.listener = listener;
        this.post = post;
        this.journal = journal;
        this.lane = lane;
        this.ticker = ticker;
        this.backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10), random);
    }

    NotificationTarget target() {
        return target;
    }

    /** Uses other settings of the same target from the next attempt on. */
    void use(NotificationTarget changed) {
        target = changed;
    }

    /** Withdraws a notification that was sent. Never blocks. */
    void withdraw(PushNotification notice) {
        add(new Delivery(notice, () -> true, ticker.getAsLong(), true));
    }

    /** Runs a task between two attempts. @return false if the queue is closed or busy with too much */
    boolean run(Runnable task) {
        return lane.tryExecute(task);
    }

    /**
     * Queues a notification. Never blocks.
     *
     * @param open whether it is still relevant; called before each attempt, on the lane
     */
    void offer(PushNotification notice, BooleanSupplier open) {
        add(new Delivery(notice, open, ticker.getAsLong(), false));
    }

    private void add(Delivery added) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            if (waiting.size() >= CAPACITY) {
                Delivery dropped = waiting.removeFirst();
                LOG.warn("{}: the queue is full; notification {} is dropped", target.id(), dropped.notice.id());
            }
            waiting.addLast(added);
            if (!scheduled) {
                scheduled = lane.tryExecute(this::next);
            }
        }
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void next() {
        while (!closed) {
            Delivery delivery;
            synchronized (waiting) {
                delivery = waiting.pollFirst();
                if (delivery == null) {
                    scheduled = false;
                    return;
                }
            }
            if (!deliveredOrBroken(delivery)) {
                retryLater(delivery);
                return;
            }
        }
    }

    /**
     * Delivers, but treats a bug as done, so that it does not block the queue forever.
     *
     * @return false if it is to be retried later
     */
    private boolean deliveredOrBroken(Delivery delivery) {
        try {
            return deliver(delivery);
        } catch (RuntimeException bug) {
            // The exception's message may contain the address, which may be a secret.
            LOG.error(
                    "{}: notification {} was not delivered: {}",
                    target.id(),
                    delivery.notice.id(),
                    bug.getClass().getName());
            return true;
        }
    }

    /** @return false if it is to be retried later */
    private boolean deliver(Delivery delivery) {
        if (target.url() == null) {
            return true;
        }
        if (delivery.withdrawal) {
            delivery.attempts++;
            WebhookClient.Outcome outcome = post.withdraw(target, delivery.notice);
            return outcome.fate() != WebhookClient.Fate.NOT_TAKEN || isSettled(delivery);
        }
        String key = target.id() + ' ' + delivery.notice.id();
        try {
            if (delivery.attempts == 0) {
                if (!delivery.open.getAsBoolean() || !journal.begin(key)) {
                    return true;
                }
            } else if (!delivery.open.getAsBoolean()) {
                journal.ended(key, NotificationJournal.State.GIVEN_UP);
                return true;
            } else {
                journal.again(key);
            }
        } catch (IOException e) {
            LOG.warn(
                    "{}: no notification is sent while the journal of notifications cannot be written: {}",
                    target.id(),
                    e.toString());
            return isSettled(delivery);
        }
        delivery.attempts++;
        return ended(delivery, key, post.post(target, delivery.notice));
    }

    private boolean ended(Delivery delivery, String key, WebhookClient.Outcome outcome) {
        listener.ended(delivery.notice, delivery.open, outcome);
        boolean again = outcome.fate() == WebhookClient.Fate.NOT_TAKEN
                || (outcome.fate() == WebhookClient.Fate.UNKNOWN && target.idempotent());
        boolean over = !again || isSettled(delivery);
        NotificationJournal.State state = switch (outcome.fate()) {
            case SENT -> NotificationJournal.State.SENT;
            case UNKNOWN -> NotificationJournal.State.UNKNOWN;
            case REFUSED, GONE, UNSUPPORTED -> NotificationJournal.State.GIVEN_UP;
            case NOT_TAKEN -> over ? NotificationJournal.State.GIVEN_UP : NotificationJournal.State.NOT_TAKEN;
        };
        if (outcome.fate() != WebhookClient.Fate.SENT && over) {
            LOG.warn("{}: notification {} was not delivered: {}", target.id(), delivery.notice.id(), outcome.words());
        }
        try {
            journal.ended(key, state);
        } catch (IOException e) {
            LOG.warn("{}: the outcome of {} could not be stored: {}", target.id(), key, e.toString());
        }
        return over;
    }

    private boolean isSettled(Delivery delivery) {
        return delivery.attempts >= ATTEMPTS || ticker.getAsLong() - delivery.since >= FRESH.toNanos();
    }

    /** The others wait behind it, since they go to the same receiver. */
    private void retryLater(Delivery delivery) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            if (waiting.size() < CAPACITY) {
                waiting.addFirst(delivery);
            } else {
                LOG.warn("{}: the queue is full; notification {} is dropped", target.id(), delivery.notice.id());
            }
            try {
                lane.schedule(backoff.after(delivery.attempts), this::next);
            } catch (RejectedExecutionException e) {
                LOG.debug("{}: no timer, the host is closing", target.id(), e);
                scheduled = false;
            }
        }
    }

    /** Starts no further attempts. Idempotent. */
    void stop() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        stop();
        lane.close();
    }
}

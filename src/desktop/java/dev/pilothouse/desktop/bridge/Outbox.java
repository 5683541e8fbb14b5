package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.Cursor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that one client has yet to receive. It holds no updates. It holds a cursor per subscription, a mark per
 * session whose overview entry changed, one slot per kind of notification, and at most {@value #MAX_REPLIES} replies.
 * The reader takes a permit for each reply before it reads on. A slow client therefore delays no other client. Live
 * updates are sent at once, or under load as {@link Throttle} allows; ends and questions are always sent at once.
 *
 * <p>Owns the connection's writer thread and its sink. Messages may be added from any thread; {@link #awaitReplySlot}
 * blocks the reader. Ends with {@link #end}, with {@link #sendBye} or when the sink fails.
 */
final class Outbox {
    static final int MAX_REPLIES = 64;
    static final int MAX_SUBSCRIPTIONS = 64;
    private static final long AWAKE = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Notifications of which only the latest counts, in the order in which they are sent. */
    enum Slot {
        SCOPE,
        SHARING,
        CONDITION,
        AGENTS,
        JOBS,
        SCHEDULES,
        RUNS,
        REPOSITORIES,
        ASKING
    }

    /** Messages that are sent before all others, in this order. */
    private enum First {
        BYE,
        NOTICE,
        WELCOME
    }

    /** The sessions of the host. */
    interface Sessions {
        List<SessionFeed> feeds();
    }

    private final MessageWriter messages;
    private final Sessions sessions;
    private final OverviewEntryCache entries;
    private final LiveBatchCache batches;
    private final LongSupplier ticker;
    private final Runnable onEnd;
    private final Thread writer;
    private final Semaphore replySlots = new Semaphore(MAX_REPLIES);

    // Guarded by this.
    private final ArrayDeque<Supplier<HostMessage>> replies = new ArrayDeque<>();
    private final Map<First, HostMessage> firsts = new EnumMap<>(First.class);
    private final Map<Slot, Supplier<Optional<HostMessage>>> slots = new EnumMap<>(Slot.class);
    private final Map<Long, ClientSubscription> subscriptions = new LinkedHashMap<>();
    private final Set<Long> active = new LinkedHashSet<>();
    /** The active subscriptions with something that a person should see at once. */
    private final Set<Long> urgent = new LinkedHashSet<>();
    /** The active subscriptions that catch up. Waiting would not make their batches better. */
    private final Set<Long> owing = new LinkedHashSet<>();

    private final PendingOverview overview;
    private final Throttle pace;
    /**
     * When the writer's current wait ends: no later than the next due message. {@link #AWAKE} while it does not wait.
     */
    private long wakesAt = AWAKE;

    private boolean welcomed;
    private boolean ended;

    /**
     * Creates an outbox that sends nothing before {@link #start}.
     *
     * @param entries shared by all connections
     * @param batches shared by all connections
     * @param ticker the clock for its rate limit
     * @param onEnd runs once on the writer thread after the sink is closed
     */
    Outbox(
            String name,
            MessageSink sink,
            Sessions sessions,
            OverviewEntryCache entries,
            LiveBatchCache batches,
            LongSupplier ticker,
            Runnable onEnd) {
        this.messages = new MessageWriter(name + "-writer", sink, entries);
        this.sessions = sessions;
        this.entries = entries;
        this.batches = batches;
        this.ticker = ticker;
        this.overview = new PendingOverview(ticker.getAsLong());
        this.pace = new Throttle(ticker.getAsLong());
        this.onEnd = onEnd;
        this.writer = NamedThreads.create(name + "-writer", this::run);
    }

    void start() {
        writer.start();
    }

    /**
     * Waits until there is room for one more reply. This applies back-pressure to a client that sends faster than it
     * reads.
     */
    void awaitReplySlot() throws InterruptedException {
        replySlots.acquire();
    }

    /** Sends a reply for which a slot was taken. */
    void reply(HostMessage message) {
        replyLater(() -> message);
    }

    /**
     * Sends a reply for which a slot was taken and which is too large to wait in memory.
     *
     * @param message called on the writer thread when the reply is sent; it may read the disk
     */
    synchronized void replyLater(Supplier<HostMessage> message) {
        if (!ended) {
            replies.add(message);
            notifyAll();
        }
    }

    /** Sends a message to a device that is not accepted yet. The latest replaces an unsent one. */
    synchronized void notice(HostMessage message) {
        firsts.put(First.NOTICE, message);
        notifyAll();
    }

    /** Sends the welcome. From then on the client receives the overview and its subscriptions. */
    synchronized void welcome(HostMessage message) {
        firsts.put(First.WELCOME, message);
        welcomed = true;
        overview.requestAll();
        notifyAll();
    }

    void notice(Slot slot, Supplier<HostMessage> message) {
        noticeIfAny(slot, () -> Optional.of(message.get()));
    }

    /** @param message called on the writer thread; empty if there is nothing to send by then */
    synchronized void noticeIfAny(Slot slot, Supplier<Optional<HostMessage>> message) {
        slots.put(slot, message);
        notifyAll();
    }

    /** @return false if the client has too many subscriptions */
    synchronized boolean subscribe(long sub, SessionFeed feed, Cursor cursor) {
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS && !subscriptions.containsKey(sub)) {
            return false;
        }
        if (ended) {
            return true;
        }
        // A repeated id replaces the old subscription and drops its unsent messages.
        unsubscribe(sub);
        subscriptions.put(sub, new ClientSubscription(sub, feed, batches, cursor));
        active.add(sub);
        owing.add(sub);
        notifyAll();
        return true;
    }

    synchronized void unsubscribe(long sub) {
        ClientSubscription over = subscriptions.remove(sub);
        active.remove(sub);
        urgent.remove(sub);
        owing.remove(sub);
        if (over != null) {
            replySlots.release(over.end());
        }
    }

    /** Holds a reply slot until the page is sent. @return false if there is no such subscription */
    synchronized boolean history(long sub, long beforeSeq, int limit) {
        ClientSubscription subscription = subscriptions.get(sub);
        if (subscription == null) {
            return false;
        }
        subscription.ask(beforeSeq, limit);
        active.add(sub);
        owing.add(sub);
        notifyAll();
        return true;
    }

    /** A session has new updates or another label. @param critical whether a person should see it at once */
    synchronized void sessionChanged(SessionFeed feed, boolean critical) {
        if (!welcomed || ended) {
            return;
        }
        overview.changed(feed, critical);
        subscriptions.forEach((sub, subscription) -> {
            if (subscription.feed() == feed) {
                active.add(sub);
                if (critical) {
                    urgent.add(sub);
                }
            }
        });
        // Wakes the writer only if a message is due earlier than its wait ends. Under load, needless wake-ups would
        // dominate the host's work.
        long now = ticker.getAsLong();
        if (wakesAt != AWAKE && due(now) < wakesAt) {
            notifyAll();
        }
    }

    synchronized void sessionRemoved(SessionId sessionId) {
        if (!welcomed || ended) {
            return;
        }
        overview.removed(sessionId);
        List.copyOf(subscriptions.values()).stream()
                .filter(subscription -> subscription.feed().sessionId().equals(sessionId))
                .forEach(subscription -> unsubscribe(subscription.sub()));
        notifyAll();
    }

    /** Sends the reason, then ends. Unsent messages are dropped. */
    synchronized void sendBye(HostMessage.Bye bye) {
        firsts.putIfAbsent(First.BYE, bye);
        notifyAll();
    }

    /** Ends at once. Reads from disk that are in progress stop. */
    void end() {
        synchronized (this) {
            ended = true;
            subscriptions.values().forEach(ClientSubscription::close);
            notifyAll();
        }
        messages.close();
    }

    /** As {@link #end()}, also for a client that accepts no data, not even the close. */
    void cut() {
        end();
        messages.cut();
    }

    /** Waits at most that long for the end. */
    void awaitEnd(long millis) throws InterruptedException {
        if (Thread.currentThread() != writer) {
            writer.join(millis);
        }
    }

    private void run() {
        try {
            for (Optional<Step> step = nextStep(); step.isPresent(); step = nextStep()) {
                step.get().run();
            }
        } catch (IOException e) {
            LOG.debug("{} ends: {}", writer.getName(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} failed; its client has to connect again", writer.getName(), e);
        } finally {
            synchronized (this) {
                ended = true;
                subscriptions.values().forEach(ClientSubscription::close);
            }
            // A reader that waits for a slot must see the end.
            replySlots.release(MAX_REPLIES);
            messages.close();
            onEnd.run();
        }
    }

    private void sendReply(Supplier<HostMessage> reply) throws IOException, InterruptedException {
        messages.write(reply.get());
        replySlots.release();
    }

    private void sendIfAny(Optional<HostMessage> message) throws IOException, InterruptedException {
        if (message.isPresent()) {
            messages.write(message.get());
        }
    }

    private void sendLast(HostMessage bye) throws IOException, InterruptedException {
        messages.write(bye);
        synchronized (this) {
            ended = true;
        }
    }

    /** @param live whether the updates count for the rate limit */
    private void sendNext(ClientSubscription subscription, boolean live) throws IOException, InterruptedException {
        Optional<ClientSubscription.Turn> next = subscription.next();
        if (next.isPresent()) {
            ClientSubscription.Turn turn = next.get();
            if (live) {
                throttled(turn.message());
            }
            if (!messages.write(subscription, turn)) {
                unsubscribe(subscription);
                messages.writeTooLarge(subscription);
            }
            if (turn.answersPage()) {
                replySlots.release();
            }
        }
        if (subscription.hasMore()) {
            resume(subscription);
        }
    }

    private synchronized void unsubscribe(ClientSubscription subscription) {
        if (subscriptions.get(subscription.sub()) == subscription) {
            unsubscribe(subscription.sub());
        }
    }

    private synchronized void resume(ClientSubscription subscription) {
        if (subscriptions.get(subscription.sub()) == subscription) {
            active.add(subscription.sub());
            if (subscription.isCatchingUp()) {
                owing.add(subscription.sub());
            }
        }
    }

    private synchronized void throttled(HostMessage message) {
        if (message instanceof HostMessage.Updates batch) {
            pace.sent(ticker.getAsLong(), batch.to() - batch.after());
        }
    }

    private void sendOverview(PendingOverview.Part part) throws IOException, InterruptedException {
        if (part.full()) {
            messages.writeOverview(newest(sessions.feeds(), part.tick()));
            return;
        }
        List<OverviewEntryCache.Entry> some = new ArrayList<>(newest(part.urgent(), part.tick()));
        for (SessionFeed feed : part.changed()) {
            entries.entryIfReadable(feed, each -> entries.entryAt(each, part.tick()))
                    .ifPresent(entry -> {
                        some.add(entry);
                        if (entry.isBehind(feed)) {
                            // The session changed after its entry for this tick was created.
                            sessionIsBehind(feed);
                        }
                    });
        }
        messages.writeChanges(some, part.removed());
    }

    private List<OverviewEntryCache.Entry> newest(List<SessionFeed> feeds, long tick) {
        return feeds.stream()
                .flatMap(feed -> entries.entryIfReadable(feed, each -> entries.newest(each, tick)).stream())
                .toList();
    }

    private synchronized void sessionIsBehind(SessionFeed feed) {
        overview.changed(feed, false);
    }

    /** Creates and sends one message. Runs outside the lock, because session lanes wait for that lock. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Waits for the next message. @return empty after the end */
    private synchronized Optional<Step> nextStep() throws InterruptedException {
        while (!ended) {
            long now = ticker.getAsLong();
            Optional<Step> step = pending(now);
            if (step.isPresent()) {
                return step;
            }
            wakesAt = due(now);
            try {
                if (wakesAt == NEVER) {
                    wait();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, wakesAt - now));
                }
            } finally {
                wakesAt = AWAKE;
            }
        }
        return Optional.empty();
    }

    private Optional<Step> pending(long now) {
        if (!firsts.isEmpty()) {
            First first = firsts.keySet().iterator().next();
            HostMessage message = Objects.requireNonNull(firsts.remove(first));
            return Optional.of(first == First.BYE ? () -> sendLast(message) : () -> messages.write(message));
        }
        if (!replies.isEmpty()) {
            Supplier<HostMessage> reply = replies.remove();
            return Optional.of(() -> sendReply(reply));
        }
        if (!welcomed) {
            return Optional.empty();
        }
        if (overview.delay(now) == 0) {
            PendingOverview.Part part = overview.take(now);
            return Optional.of(() -> sendOverview(part));
        }
        if (!slots.isEmpty()) {
            Supplier<Optional<HostMessage>> latest = Objects.requireNonNull(
                    slots.remove(slots.keySet().iterator().next()));
            return Optional.of(() -> sendIfAny(latest.get()));
        }
        if (!urgent.isEmpty()) {
            return nextOf(urgent);
        }
        return nextOf(!active.isEmpty() && pace.delay(now) == 0 ? active : owing);
    }

    /** The next message of the first of these subscriptions. */
    private Optional<Step> nextOf(Set<Long> subs) {
        if (subs.isEmpty()) {
            return Optional.empty();
        }
        Long sub = subs.iterator().next();
        urgent.remove(sub);
        active.remove(sub);
        boolean live = !owing.remove(sub);
        ClientSubscription subscription = Objects.requireNonNull(subscriptions.get(sub));
        return Optional.of(() -> sendNext(subscription, live));
    }

    /** The time at which a message is due if none is added before. */
    private long due(long now) {
        if (!welcomed) {
            return NEVER;
        }
        long delay = overview.delay(now);
        if (!urgent.isEmpty() || !owing.isEmpty()) {
            delay = 0;
        } else if (!active.isEmpty()) {
            delay = Math.min(delay, pace.delay(now));
        }
        return delay == NEVER ? NEVER : now + delay;
    }
}

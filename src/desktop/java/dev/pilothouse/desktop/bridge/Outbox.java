package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client is still to be told. It holds no updates: per subscription a cursor, per session one mark that its
 * overview entry changed, per kind of news one slot, and at most {@value #MAX_REPLIES} replies, for each of which the
 * reader has taken a permit before it read on. So a slow client costs only itself.
 *
 * <p>Owns the connection's writer thread and its way out. Any thread may add; {@link #awaitReplySlot} blocks the reader.
 * Ends with {@link #end}, {@link #sayGoodbye} or when the way out fails.
 */
final class Outbox {
    static final int MAX_REPLIES = 64;
    static final int MAX_SUBSCRIPTIONS = 64;
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final long OVERVIEW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** News of which only the latest counts, in the order in which they go out. */
    enum Slot {
        SCOPE,
        SHARING,
        AGENTS,
        ASKING
    }

    /** The sessions of the host. */
    interface Sessions {
        List<SessionFeed> feeds();
    }

    private final MessageSink sink;
    private final Sessions sessions;
    private final Runnable onEnd;
    private final Thread writer;
    private final Semaphore replySlots = new Semaphore(MAX_REPLIES);

    // Guarded by this.
    private final ArrayDeque<HostMessage> replies = new ArrayDeque<>();
    private final Map<Slot, Supplier<HostMessage>> slots = new EnumMap<>(Slot.class);
    private final Map<Long, SubscribedSession> subscriptions = new LinkedHashMap<>();
    private final Set<Long> active = new LinkedHashSet<>();
    private final Map<SessionId, SessionFeed> changed = new LinkedHashMap<>();
    private final Set<SessionId> removed = new HashSet<>();
    private HostMessage welcome;
    private HostMessage notice;
    private HostMessage goodbye;
    private boolean welcomed;
    private boolean overviewWanted;
    private boolean overviewUrgent;
    private long overviewAt;
    private boolean ended;

    /** @param onEnd runs once on the writer thread after the way out is closed */
    Outbox(String name, MessageSink sink, Sessions sessions, Runnable onEnd) {
        this.sink = sink;
        this.sessions = sessions;
        this.onEnd = onEnd;
        this.writer = new Thread(this::run, name + "-writer");
        this.writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    /** Waits until one more reply has room: the back-pressure to a client that asks faster than it listens. */
    void awaitReplySlot() throws InterruptedException {
        replySlots.acquire();
    }

    /** Gives the slot back where there will be no reply. */
    void noReply() {
        replySlots.release();
    }

    /** Answers one request, for which a slot was taken. */
    synchronized void reply(HostMessage message) {
        if (!ended) {
            replies.add(message);
            notifyAll();
        }
    }

    /** Something to a device that is not welcome yet; the latest counts. */
    synchronized void notice(HostMessage message) {
        notice = message;
        notifyAll();
    }

    /** From now on the client gets the overview and what it subscribes to. */
    synchronized void welcome(HostMessage message) {
        welcome = message;
        welcomed = true;
        overviewWanted = true;
        overviewUrgent = true;
        notifyAll();
    }

    synchronized void news(Slot slot, Supplier<HostMessage> message) {
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
        // Under the same name again: what the old one still owes is not sent any more.
        unsubscribe(sub);
        subscriptions.put(sub, new SubscribedSession(sub, feed, cursor));
        active.add(sub);
        notifyAll();
        return true;
    }

    synchronized void unsubscribe(long sub) {
        SubscribedSession over = subscriptions.remove(sub);
        active.remove(sub);
        if (over != null) {
            over.close();
            replySlots.release(over.pages());
        }
    }

    /** Takes a reply slot's place until the page is sent. @return false if there is no such subscription */
    synchronized boolean history(long sub, long beforeBorn, int limit) {
        SubscribedSession subscription = subscriptions.get(sub);
        if (subscription == null) {
            return false;
        }
        subscription.ask(beforeBorn, limit);
        active.add(sub);
        notifyAll();
        return true;
    }

    /** A session has new updates or another label. @param critical a person should see it at once */
    synchronized void sessionChanged(SessionFeed feed, boolean critical) {
        if (!welcomed || ended) {
            return;
        }
        changed.put(feed.sessionId(), feed);
        overviewUrgent |= critical;
        subscriptions.forEach((sub, subscription) -> {
            if (subscription.feed() == feed) {
                active.add(sub);
            }
        });
        notifyAll();
    }

    synchronized void sessionRemoved(SessionId sessionId) {
        if (!welcomed || ended) {
            return;
        }
        changed.remove(sessionId);
        removed.add(sessionId);
        overviewUrgent = true;
        List.copyOf(subscriptions.values()).stream()
                .filter(subscription -> subscription.feed().sessionId().equals(sessionId))
                .forEach(subscription -> unsubscribe(subscription.sub()));
        notifyAll();
    }

    /** Says why, then ends. What was not sent yet is not sent any more. */
    synchronized void sayGoodbye(HostMessage.Bye bye) {
        if (goodbye == null) {
            goodbye = bye;
        }
        notifyAll();
    }

    /** Ends at once. */
    void end() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        sink.close();
    }

    /** Waits for the end, for at most so long. */
    void awaitEnd(long millis) throws InterruptedException {
        if (Thread.currentThread() != writer) {
            writer.join(millis);
        }
    }

    private void run() {
        try {
            while (deliverNext()) {
                // Each round sends one message.
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
                subscriptions.values().forEach(SubscribedSession::close);
            }
            // A reader that waits for a slot must see the end.
            replySlots.release(MAX_REPLIES);
            sink.close();
            onEnd.run();
        }
    }

    /** @return false when there is nothing more to say */
    private boolean deliverNext() throws IOException, InterruptedException {
        Step step = nextStep();
        if (step == null) {
            return false;
        }
        HostMessage message;
        boolean freesSlot = step.freesSlot;
        if (step.subscription == null) {
            message = step.make.get();
        } else {
            SubscribedSession.Turn turn = step.subscription.next();
            message = turn.message();
            freesSlot = turn.answersPage();
        }
        if (message != null) {
            sink.deliver(message);
        }
        if (freesSlot) {
            replySlots.release();
        }
        if (step.subscription != null && step.subscription.hasMore()) {
            goOn(step.subscription);
        }
        return !step.last;
    }

    private synchronized void goOn(SubscribedSession subscription) {
        if (subscriptions.get(subscription.sub()) == subscription) {
            active.add(subscription.sub());
        }
    }

    /** One message to make and send; made outside of the lock, since lanes wait for that. */
    private record Step(Supplier<HostMessage> make, SubscribedSession subscription, boolean freesSlot, boolean last) {
        static Step of(HostMessage message) {
            return new Step(() -> message, null, false, false);
        }
    }

    private synchronized Step nextStep() throws InterruptedException {
        while (true) {
            if (ended) {
                return null;
            }
            Step step = pending();
            if (step != null) {
                return step;
            }
            if (changed.isEmpty() && removed.isEmpty()) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, overviewAt + OVERVIEW_NANOS - System.nanoTime()));
            }
        }
    }

    private Step pending() {
        if (goodbye != null) {
            return new Step(() -> goodbye, null, false, true);
        }
        if (notice != null) {
            Step step = Step.of(notice);
            notice = null;
            return step;
        }
        if (welcome != null) {
            Step step = Step.of(welcome);
            welcome = null;
            return step;
        }
        if (!replies.isEmpty()) {
            HostMessage reply = replies.remove();
            return new Step(() -> reply, null, true, false);
        }
        if (!welcomed) {
            return null;
        }
        if (isOverviewDue()) {
            return overview();
        }
        if (!slots.isEmpty()) {
            return new Step(slots.remove(slots.keySet().iterator().next()), null, false, false);
        }
        if (!active.isEmpty()) {
            Long sub = active.iterator().next();
            active.remove(sub);
            return new Step(null, subscriptions.get(sub), false, false);
        }
        return null;
    }

    private boolean isOverviewDue() {
        boolean wanted = overviewWanted || !changed.isEmpty() || !removed.isEmpty();
        return wanted && (overviewUrgent || System.nanoTime() - overviewAt >= OVERVIEW_NANOS);
    }

    private Step overview() {
        boolean full = overviewWanted;
        List<SessionFeed> feeds = new ArrayList<>(changed.values());
        List<SessionId> gone = List.copyOf(removed);
        changed.clear();
        removed.clear();
        overviewWanted = false;
        overviewUrgent = false;
        overviewAt = System.nanoTime();
        // What changes while the entries are made is marked again, so nothing is missed.
        return full
                ? new Step(() -> new HostMessage.Overview(summaries(sessions.feeds())), null, false, false)
                : new Step(() -> new HostMessage.OverviewChanged(summaries(feeds), gone), null, false, false);
    }

    private static List<SessionSummary> summaries(List<SessionFeed> feeds) {
        return feeds.stream().map(feed -> feed.head().summary()).toList();
    }
}

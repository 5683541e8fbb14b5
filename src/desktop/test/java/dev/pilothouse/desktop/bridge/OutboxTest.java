package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.journal.Generation;
import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final List<Outbox> open = new ArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final TestSession session = new TestSession("s1");

    /** A client that accepts a message only when the test permits it. */
    private static final class SlowSink implements MessageSink {
        final Semaphore permits;
        final List<HostMessage> taken = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        SlowSink(int permits) {
            this.permits = new Semaphore(permits);
        }

        @Override
        public void deliver(HostMessage message) throws IOException, InterruptedException {
            permits.acquire();
            if (closed) {
                throw new IOException("closed");
            }
            taken.add(message);
        }

        @Override
        public void close() {
            closed = true;
            permits.release(1000);
        }

        <T> List<T> taken(Class<T> type) {
            return taken.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    private static final class TestSession {
        final SessionFeed feed;
        SessionState state;

        TestSession(String id) {
            feed = new SessionFeed(new SessionId(id), 50, 1 << 20);
            state = SessionState.empty(feed.sessionId());
            write(new SessionUpdate.SessionCreated(
                    new AgentId("demo"), "Demo", "/tmp", "name of " + id, SessionUpdate.StartWish.NONE));
        }

        void write(SessionUpdate update) {
            JournaledUpdate journaled =
                    new JournaledUpdate(state.seq() + 1, Instant.ofEpochMilli(state.seq()), null, update);
            state = SessionReducer.apply(state, journaled);
            feed.append(journaled);
            Generations generations = new Generations(List.of(new Generation(5, 0)));
            feed.show(new SessionFeed.Loaded(state, generations, WatchLabel.NONE, journaled.at(), HostText.NONE));
        }

        void chunk() {
            write(new SessionUpdate.AgentMessageChunk(new ItemId(2), "x"));
        }
    }

    private Outbox outbox(MessageSink sink) {
        return outbox(sink, List.of(session.feed), new OverviewEntryCache());
    }

    private Outbox outbox(MessageSink sink, List<SessionFeed> feeds, OverviewEntryCache entries) {
        Outbox outbox = new Outbox(
                "test", sink, () -> feeds, entries, new LiveBatchCache(), System::nanoTime, ends::incrementAndGet);
        open.add(outbox);
        outbox.start();
        return outbox;
    }

    private static HostMessage welcome() {
        return new HostMessage.Pong(-1);
    }

    @AfterEach
    void end() {
        open.forEach(Outbox::end);
    }

    @Test
    void aSlowClientGetsASnapshotAndDelaysNobody() {
        SlowSink slow = new SlowSink(3);
        SlowSink quick = new SlowSink(1_000_000);
        Outbox one = outbox(slow);
        Outbox two = outbox(quick);
        for (Outbox outbox : List.of(one, two)) {
            outbox.welcome(welcome());
            outbox.subscribe(1, session.feed, Cursor.START);
        }
        await().until(() -> slow.taken.size() == 3
                && !quick.taken(HostMessage.Updates.class).isEmpty());
        session.chunk();
        one.sessionChanged(session.feed, false);
        two.sessionChanged(session.feed, false);
        // Blocked in a batch that the client could still get, before it misses anything.
        await().until(slow.permits::hasQueuedThreads);
        for (int i = 0; i < 2000; i++) {
            session.chunk();
            one.sessionChanged(session.feed, false);
            two.sessionChanged(session.feed, false);
        }
        await().until(() -> lastTold(quick) == session.state.seq());
        assertThat(slow.taken).hasSize(3);

        slow.permits.release(1000);
        await().until(() -> lastTold(slow) == session.state.seq());
        // The missed updates come as one state and one entry, not as two thousand messages.
        assertThat(slow.taken(HostMessage.Snapshot.class)).hasSize(1);
        assertThat(slow.taken.size()).isLessThan(10);
    }

    private static long lastTold(SlowSink sink) {
        long told = 0;
        for (HostMessage message : sink.taken) {
            if (message instanceof HostMessage.Snapshot snapshot) {
                told = snapshot.state().seq();
            } else if (message instanceof HostMessage.Updates updates) {
                told = updates.to();
            }
        }
        return told;
    }

    @Test
    void theOverviewIsConflatedAndEndsWithTheLatest() {
        SlowSink sink = new SlowSink(1_000_000);
        Outbox outbox = outbox(sink);
        outbox.welcome(welcome());
        await().until(() -> sink.taken(HostMessage.Overview.class).size() == 1);
        for (int i = 0; i < 5000; i++) {
            session.chunk();
            outbox.sessionChanged(session.feed, false);
        }
        await().until(() -> sink.taken(HostMessage.OverviewChanged.class).stream()
                .anyMatch(m -> m.changed().get(0).headSeq() == session.state.seq()));

        assertThat(sink.taken(HostMessage.OverviewChanged.class).size()).isLessThan(100);
        assertThat(sink.taken(HostMessage.Updates.class)).isEmpty();
    }

    @Test
    void aSessionWhoseEntryCannotBeMadeCostsThatEntryAloneAndIsReportedOnce() {
        SessionFeed defect = new SessionFeed(new SessionId("s2"), null);
        defect.show(new SessionFeed.AtRest(null, Generations.NONE, HostText.untranslated("no summary and a trouble")));
        List<RuntimeException> reported = new CopyOnWriteArrayList<>();
        SlowSink sink = new SlowSink(1_000_000);
        Outbox outbox = outbox(sink, List.of(defect, session.feed), new OverviewEntryCache(reported::add));
        outbox.welcome(welcome());
        await().until(() -> sink.taken(HostMessage.Overview.class).size() == 1);
        session.chunk();
        outbox.sessionChanged(defect, true);
        outbox.sessionChanged(session.feed, true);
        await().until(() -> sink.taken(HostMessage.OverviewChanged.class).stream()
                .anyMatch(changed -> !changed.changed().isEmpty()));

        assertThat(sink.taken(HostMessage.Overview.class).get(0).sessions())
                .extracting(SessionSummary::sessionId)
                .containsExactly(session.feed.sessionId());
        assertThat(reported).hasSize(1);
        assertThat(ends).hasValue(0);
    }

    @Test
    void aSessionWithoutABeginningIsNotShownAndEndsNoConnection() {
        SessionFeed unborn = new SessionFeed(new SessionId("s2"), null);
        SlowSink sink = new SlowSink(1_000_000);
        Outbox outbox = outbox(sink);
        outbox.welcome(welcome());
        await().until(() -> sink.taken(HostMessage.Overview.class).size() == 1);
        outbox.sessionChanged(unborn, true);
        session.chunk();
        outbox.sessionChanged(session.feed, true);
        await().until(() -> sink.taken(HostMessage.OverviewChanged.class).stream()
                .anyMatch(changed -> !changed.changed().isEmpty()));

        assertThat(sink.taken(HostMessage.OverviewChanged.class))
                .allSatisfy(changed -> assertThat(changed.changed())
                        .extracting(SessionSummary::sessionId)
                        .doesNotContain(unborn.sessionId()));
        assertThat(ends).hasValue(0);
    }

    /** An outbox with a stopped clock: a task with a delay never runs. */
    private Outbox outboxWithoutTime(SlowSink sink) {
        Outbox outbox = new Outbox(
                "test",
                sink,
                () -> List.of(session.feed),
                new OverviewEntryCache(),
                new LiveBatchCache(),
                () -> 5,
                ends::incrementAndGet);
        open.add(outbox);
        outbox.start();
        return outbox;
    }

    @Test
    void underAFloodChunksWaitForEachOtherAndTheEndOfATurnForNothing() {
        SlowSink sink = new SlowSink(1_000_000);
        Outbox outbox = outboxWithoutTime(sink);
        outbox.welcome(welcome());
        outbox.subscribe(1, session.feed, Cursor.START);
        await().until(() -> lastTold(sink) == session.state.seq());
        for (int i = 0; i < Throttle.BURST; i++) {
            session.chunk();
            outbox.sessionChanged(session.feed, false);
            await().until(() -> lastTold(sink) == session.state.seq());
        }
        int told = sink.taken(HostMessage.Updates.class).size();
        for (int i = 0; i < 40; i++) {
            session.chunk();
            outbox.sessionChanged(session.feed, false);
        }
        // A reply overtakes queued updates, so the writer has examined all of them by then.
        outbox.reply(new HostMessage.Pong(7));
        await().until(() -> sink.taken.contains(new HostMessage.Pong(7)));
        assertThat(sink.taken(HostMessage.Updates.class)).hasSize(told);

        session.write(new SessionUpdate.SessionClosed());
        outbox.sessionChanged(session.feed, true);
        await().until(() -> lastTold(sink) == session.state.seq());
        assertThat(sink.taken(HostMessage.Updates.class)).hasSize(told + 1);
    }

    @Test
    void catchingUpWaitsForNoTimeAndLetsOthersIn() {
        SlowSink sink = new SlowSink(1_000_000);
        TestSession large = new TestSession("large");
        for (int i = 0; i < 20; i++) {
            large.write(new SessionUpdate.AgentMessageChunk(new ItemId(2), "x".repeat(100_000)));
        }
        Outbox outbox = outboxWithoutTime(sink);
        outbox.welcome(welcome());
        outbox.subscribe(1, large.feed, new Cursor(5, 11));
        await().until(() -> lastTold(sink) == large.state.seq());

        assertThat(sink.taken(HostMessage.Updates.class)).hasSizeGreaterThan(2);
    }

    @Test
    void aReaderWaitsWhenSixtyFourRepliesAreUnderWay() throws Exception {
        SlowSink sink = new SlowSink(0);
        Outbox outbox = outbox(sink);
        AtomicInteger read = new AtomicInteger();
        Thread reader = new Thread(() -> {
            try {
                for (int i = 0; i < 100; i++) {
                    outbox.awaitReplySlot();
                    outbox.reply(new HostMessage.Pong(i));
                    read.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();
        await().until(() -> reader.getState() == Thread.State.WAITING);
        assertThat(read).hasValue(Outbox.MAX_REPLIES);

        sink.permits.release(1000);
        reader.join(10_000);
        await().until(() -> sink.taken.size() == 100);
        assertThat(sink.taken(HostMessage.Pong.class))
                .extracting(HostMessage.Pong::nonce)
                .isSorted();
    }

    @Test
    void largeContentIsReadWhenTheClientTakesItAndNotWhenItAsks() throws Exception {
        SlowSink sink = new SlowSink(0);
        Outbox outbox = outbox(sink);
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            outbox.awaitReplySlot();
            outbox.replyLater(() -> new HostMessage.Pong(made.incrementAndGet()));
        }
        await().until(() -> made.get() == 1 && sink.permits.hasQueuedThreads());
        assertThat(made).hasValue(1);

        sink.permits.release(1000);
        await().until(() -> sink.taken.size() == 10);
    }

    @Test
    void aGoodbyeIsTheLastMessageAndTheEndIsToldOnce() {
        SlowSink sink = new SlowSink(1_000_000);
        Outbox outbox = outbox(sink);
        outbox.welcome(welcome());
        outbox.sendBye(new HostMessage.Bye(ErrorCode.REVOKED, "gone", 0, 0));
        await().until(() -> ends.get() == 1);
        outbox.end();
        outbox.reply(new HostMessage.Pong(1));

        assertThat(sink.taken.get(sink.taken.size() - 1)).isInstanceOf(HostMessage.Bye.class);
        assertThat(sink.closed).isTrue();
        assertThat(ends).hasValue(1);
    }

    @Test
    void aRemovedSessionIsToldAndItsSubscriptionEnds() {
        SlowSink sink = new SlowSink(1_000_000);
        Outbox outbox = outbox(sink);
        outbox.welcome(welcome());
        outbox.subscribe(1, session.feed, Cursor.START);
        await().until(() -> sink.taken(HostMessage.Updates.class).size() == 1);
        outbox.sessionRemoved(session.feed.sessionId());
        await().until(() -> sink.taken(HostMessage.OverviewChanged.class).stream()
                .anyMatch(message -> message.removed().contains(session.feed.sessionId())));

        assertThat(outbox.history(1, 10, 10)).isFalse();
    }

    @Test
    void theSubscriptionsEndWithTheConnectionAlsoWhileTheWriterIsBusy() {
        Semaphore permits = new Semaphore(0);
        Outbox outbox = outbox(new MessageSink() {
            @Override
            public void deliver(HostMessage message) throws InterruptedException {
                permits.acquire();
            }

            @Override
            public void close() {}
        });
        outbox.welcome(welcome());
        outbox.subscribe(1, session.feed, Cursor.START);
        await().until(permits::hasQueuedThreads);
        assertThat(session.feed.isHeld()).isTrue();

        outbox.end();
        assertThat(session.feed.isHeld()).isFalse();
        permits.release();
    }

    @Test
    void aSubscriptionOfTheSameNumberTakesOverAndOwesNoPages() throws Exception {
        SlowSink stuck = new SlowSink(0);
        Outbox outbox = outbox(stuck);
        outbox.welcome(welcome());
        outbox.subscribe(1, session.feed, Cursor.START);
        for (int i = 0; i < Outbox.MAX_REPLIES; i++) {
            outbox.awaitReplySlot();
            outbox.history(1, 1, 10);
        }
        outbox.subscribe(1, session.feed, Cursor.START);
        Thread reader = new Thread(() -> awaitSlot(outbox), "reader");
        reader.setDaemon(true);
        reader.start();
        reader.join(5_000);

        assertThat(reader.isAlive()).isFalse();
    }

    private static void awaitSlot(Outbox outbox) {
        try {
            outbox.awaitReplySlot();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

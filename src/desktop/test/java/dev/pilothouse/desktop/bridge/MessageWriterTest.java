package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.journal.Generation;
import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.protocol.BridgeCodec;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that do not fit into a frame; here a frame has {@value #FRAME} bytes. */
class MessageWriterTest {
    private static final int FRAME = 4_000;

    private final List<SessionFeed> feeds = new ArrayList<>();
    private final SmallFrames sink = new SmallFrames();
    private final AtomicInteger ends = new AtomicInteger();
    private final Outbox outbox = new Outbox(
            "test",
            sink,
            () -> feeds,
            new OverviewEntryCache(),
            new LiveBatchCache(),
            System::nanoTime,
            ends::incrementAndGet);

    private static final class SmallFrames implements MessageSink {
        final List<HostMessage> taken = new CopyOnWriteArrayList<>();

        @Override
        public void deliver(HostMessage message) throws IOException {
            int bytes = BridgeCodec.encode(message).length;
            if (bytes > FRAME) {
                throw new TooLargeException(bytes);
            }
            taken.add(message);
        }

        @Override
        public void close() {}

        <T> List<T> taken(Class<T> type) {
            return taken.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    @AfterEach
    void end() {
        outbox.end();
    }

    private static SessionFeed session(String id, int lastActive, SessionUpdate... updates) {
        SessionFeed feed = new SessionFeed(new SessionId(id), 50, 1 << 20);
        SessionState state = SessionState.empty(feed.sessionId());
        List<SessionUpdate> all = new ArrayList<>(List.of(updates));
        all.add(
                0,
                new SessionUpdate.SessionCreated(
                        new AgentId("demo"), "Demo", "/tmp", "name of " + id, SessionUpdate.StartWish.NONE));
        for (SessionUpdate update : all) {
            JournaledUpdate journaled = new JournaledUpdate(state.seq() + 1, Instant.EPOCH, null, update);
            state = SessionReducer.apply(state, journaled);
            feed.append(journaled);
        }
        Generations generations = new Generations(List.of(new Generation(5, 0)));
        feed.show(new SessionFeed.Loaded(
                state, generations, WatchLabel.NONE, Instant.ofEpochMilli(lastActive), HostText.NONE));
        return feed;
    }

    private static SessionUpdate note(long seq, int length) {
        return new SessionUpdate.Note(new ItemId(seq), NoteLevel.INFO, "n", "x".repeat(length));
    }

    private void welcome() {
        outbox.start();
        outbox.welcome(new HostMessage.Pong(-1));
    }

    private void assertLives() throws InterruptedException {
        outbox.awaitReplySlot();
        outbox.reply(new HostMessage.Pong(99));
        await().until(() -> sink.taken.contains(new HostMessage.Pong(99)));
        assertThat(ends).hasValue(0);
    }

    @Test
    void anAnswerThatDoesNotFitBecomesAnErrorWithItsRequestId() throws Exception {
        welcome();
        outbox.awaitReplySlot();
        outbox.reply(new HostMessage.Blob(new RequestId("r1"), "\"".repeat(FRAME)));
        outbox.awaitReplySlot();
        outbox.reply(new HostMessage.Failure(new RequestId("r2"), ErrorCode.NO_SUCH_DIRECTORY, "x".repeat(FRAME)));
        assertLives();

        assertThat(sink.taken(HostMessage.Failure.class))
                .extracting(HostMessage.Failure::requestId, HostMessage.Failure::code)
                .containsExactly(
                        tuple(new RequestId("r1"), ErrorCode.NO_SUCH_BLOB),
                        tuple(new RequestId("r2"), ErrorCode.NO_SUCH_DIRECTORY));
    }

    @Test
    void aWelcomeThatDoesNotFitComesWithoutTheAgents() throws Exception {
        AgentInfo agent =
                new AgentInfo(new AgentId("a"), "A", true, "", "", List.of(new AgentMode("x".repeat(FRAME), "", "")));
        outbox.start();
        outbox.welcome(new HostMessage.Welcome(
                new HostId("h"),
                "host",
                1,
                new DeviceId("d"),
                Scope.VIEW,
                new SharingInfo(false, List.of()),
                List.of(agent)));
        assertLives();

        assertThat(sink.taken(HostMessage.Welcome.class)).hasSize(1);
        assertThat(sink.taken(HostMessage.Welcome.class).get(0).agents()).isEmpty();
    }

    @Test
    void anErrorThatDoesNotFitIsCutBetweenCharacters() throws Exception {
        welcome();
        outbox.awaitReplySlot();
        outbox.reply(new HostMessage.Failure(
                new RequestId("r"), ErrorCode.NO_SUCH_DIRECTORY, "x" + "\ud83d\ude00".repeat(FRAME)));
        assertLives();

        assertThat(sink.taken(HostMessage.Failure.class).get(0).text())
                .isEqualTo("x" + "\ud83d\ude00".repeat(499) + "…");
    }

    @Test
    void anOverviewThatDoesNotFitHasTheSessionsThatWereActiveLastAndTheOthersFollow() throws Exception {
        for (int i = 0; i < 40; i++) {
            feeds.add(session("s" + i, i));
        }
        welcome();
        await().until(() -> sink.taken(HostMessage.Overview.class).stream()
                                .mapToInt(message -> message.sessions().size())
                                .sum()
                        + sink.taken(HostMessage.OverviewChanged.class).stream()
                                .mapToInt(message -> message.changed().size())
                                .sum()
                == 40);
        assertLives();

        List<SessionSummary> first =
                sink.taken(HostMessage.Overview.class).get(0).sessions();
        assertThat(first)
                .isNotEmpty()
                .extracting(entry -> entry.sessionId().value())
                .contains("s39", "s38", "s37")
                .doesNotContain("s0");
        assertThat(sink.taken(HostMessage.OverviewChanged.class))
                .flatExtracting(HostMessage.OverviewChanged::changed)
                .extracting(SessionSummary::sessionId)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        first.stream().map(SessionSummary::sessionId).toList());
    }

    @Test
    void changesOfTheOverviewThatDoNotFitTogetherComeInSeveralMessages() throws Exception {
        welcome();
        await().until(() -> !sink.taken(HostMessage.Overview.class).isEmpty());
        for (int i = 0; i < 40; i++) {
            feeds.add(session("s" + i, i));
        }
        feeds.forEach(feed -> outbox.sessionChanged(feed, true));
        await().until(() -> sink.taken(HostMessage.OverviewChanged.class).stream()
                        .mapToInt(message -> message.changed().size())
                        .sum()
                == 40);
        assertLives();
    }

    @Test
    void aSnapshotThatDoesNotFitComesWithFewerItems() throws Exception {
        List<SessionUpdate> notes = new ArrayList<>();
        for (int seq = 2; seq < 12; seq++) {
            notes.add(note(seq, 30_000));
        }
        notes.add(note(12, 100));
        SessionFeed feed = session("s1", 0, notes.toArray(SessionUpdate[]::new));
        welcome();
        outbox.subscribe(1, feed, new Cursor(77, 3));
        await().until(() -> !sink.taken(HostMessage.Snapshot.class).isEmpty());
        assertLives();

        assertThat(sink.taken(HostMessage.Snapshot.class).get(0).state().seq()).isEqualTo(12);
    }

    @Test
    void updatesThatDoNotFitBecomeASnapshot() throws Exception {
        SessionFeed feed = session("s1", 0, note(2, 2 * FRAME));
        welcome();
        outbox.subscribe(1, feed, Cursor.START);
        await().until(() -> !sink.taken(HostMessage.Snapshot.class).isEmpty());
        assertLives();

        SessionState told = sink.taken(HostMessage.Snapshot.class).get(0).state();
        assertThat(told.transcript().items()).isEmpty();
        assertThat(told.transcript().windowStart()).isEqualTo(3);
    }

    @Test
    void aPageThatDoesNotFitHasFewerItemsAndOneItemThatDoesNotFitIsPassedOver() throws Exception {
        SessionFeed feed = session("s1", 0, note(2, 100), note(3, 2 * FRAME), note(4, 1_500), note(5, 1_500));
        welcome();
        outbox.subscribe(1, feed, new Cursor(77, 3));
        await().until(() -> !sink.taken(HostMessage.Snapshot.class).isEmpty());
        long start = page(6);
        assertThat(start).isEqualTo(4);
        start = page(start);
        assertThat(start).isEqualTo(3);
        start = page(start);
        assertThat(start).isEqualTo(1);
        assertLives();

        assertThat(sink.taken(HostMessage.HistoryPage.class))
                .extracting(page -> page.items().size())
                .containsExactly(2, 0, 1);
    }

    private long page(long beforeBorn) throws InterruptedException {
        int before = sink.taken(HostMessage.HistoryPage.class).size();
        outbox.awaitReplySlot();
        outbox.history(1, beforeBorn, 10);
        await().until(() -> sink.taken(HostMessage.HistoryPage.class).size() > before);
        return sink.taken(HostMessage.HistoryPage.class).get(before).start();
    }

    @Test
    void aSessionThatNeverFitsIsToldSoAndTheOthersGoOn() throws Exception {
        SessionFeed huge = session("huge", 0, new SessionUpdate.ModelChanged("m".repeat(2 * FRAME), List.of()));
        SessionFeed other = session("other", 0);
        welcome();
        outbox.subscribe(1, huge, Cursor.START);
        outbox.subscribe(2, other, Cursor.START);
        await().until(() -> !sink.taken(HostMessage.Failure.class).isEmpty()
                && !sink.taken(HostMessage.Updates.class).isEmpty());
        assertLives();

        assertThat(sink.taken(HostMessage.Failure.class).get(0).text()).contains("huge");
        assertThat(sink.taken(HostMessage.Updates.class).get(0).sub()).isEqualTo(2);
    }
}

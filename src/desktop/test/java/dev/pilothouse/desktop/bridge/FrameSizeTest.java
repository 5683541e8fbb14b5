package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.journal.Generation;
import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.UpdateLimits;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.OverviewFrames;
import dev.pilothouse.secure.FrameLimits;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.testing.FilledRecords;
import dev.pilothouse.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages with texts and lists at and far beyond their limits, in frames of the real size. */
class FrameSizeTest {
    private static final List<String> LETTERS = List.of("x", "\"", "\u0001", "漢", "😀");
    /** Types that are not replies. */
    private static final Set<Class<?>> OTHERS = Set.of(
            HostMessage.Overview.class,
            HostMessage.OverviewChanged.class,
            HostMessage.Updates.class,
            HostMessage.Snapshot.class,
            HostMessage.HistoryPage.class,
            HostMessage.Bye.class,
            HostMessage.Unknown.class);

    private final Frames sink = new Frames();
    private final AtomicInteger ends = new AtomicInteger();
    private final Outbox outbox = new Outbox(
            "test",
            sink,
            List::of,
            new OverviewEntryCache(),
            new LiveBatchCache(),
            System::nanoTime,
            ends::incrementAndGet);

    private static final class Frames implements MessageSink {
        final List<HostMessage> taken = new CopyOnWriteArrayList<>();
        final List<Class<?>> tooLarge = new CopyOnWriteArrayList<>();

        @Override
        public void deliver(HostMessage message) throws IOException {
            int bytes = BridgeCodec.encode(message).length;
            if (bytes > FrameLimits.OPEN.maxBytes()) {
                tooLarge.add(message.getClass());
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

    private void begin() {
        outbox.start();
        outbox.welcome(new HostMessage.Pong(-1));
    }

    @Test
    void noAnswerOrNewsOfAnySizeEndsTheConnection() throws Exception {
        begin();
        FilledRecords filled = new FilledRecords(new Random(1), "\"".repeat(4_300_000), 1, 3);
        int answers = 0;
        for (Class<? extends HostMessage> kind : FilledRecords.kinds(HostMessage.class)) {
            if (!OTHERS.contains(kind)) {
                HostMessage message = filled.make(kind);
                outbox.awaitReplySlot();
                outbox.reply(message);
                outbox.awaitReplySlot();
                outbox.reply(new HostMessage.Pong(10_000 + ++answers));
                HostMessage after = new HostMessage.Pong(10_000 + answers);
                await().until(() -> sink.taken.contains(after));
                if (message.requestId() != null) {
                    assertThat(sink.taken)
                            .as(kind.getSimpleName())
                            .anyMatch(taken -> message.requestId().equals(taken.requestId()));
                }
            }
        }

        assertThat(sink.tooLarge).contains(HostMessage.Welcome.class, HostMessage.Blob.class);
        assertThat(ends).hasValue(0);
    }

    @Test
    void anEntryOfTheOverviewIsShortWhateverItsSessionHoldsAndNamesEachQuestion() {
        Seeds.check(30, random -> {
            String letter = LETTERS.get(random.nextInt(LETTERS.size()));
            int[] lengths = {1, 20, 64, 500, 5_000, 200_000};
            int length = lengths[random.nextInt(lengths.length)];
            FilledRecords filled =
                    new FilledRecords(random, letter.repeat(length), length > 5_000 ? 1 : 1 + random.nextInt(9));
            SessionSummary whole = filled.make(SessionSummary.class);
            SessionSummary entry = OverviewEntryTrimmer.of(whole);

            assertThat(OverviewFrames.entry(entry).getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(OverviewEntryTrimmer.MAX_BYTES);
            assertThat(entry.open())
                    .extracting(open -> open.pending().pendingId())
                    .isEqualTo(whole.open().stream()
                            .map(open -> open.pending().pendingId())
                            .toList());
            for (int i = 0; i < entry.open().size(); i++) {
                Pending told = entry.open().get(i).pending();
                assertThat(told.equals(whole.open().get(i).pending())
                                || told.detail().startsWith("**Not all")
                                || told.detail().startsWith("…"))
                        .isTrue();
            }
        });
    }

    @Test
    void aThousandEntriesFitIntoAFrame() {
        assertThat(1_000 * (OverviewEntryTrimmer.MAX_BYTES + 1) + 100).isLessThan(FrameLimits.OPEN.maxBytes());
    }

    /** A session with the most content that one can hold. */
    private static SessionFeed fullSession(Random random, String letter) {
        FilledRecords filled = new FilledRecords(random, letter.repeat(2_000), 40);
        SessionFeed feed = new SessionFeed(new SessionId("s1"), null);
        List<SessionUpdate> updates = new ArrayList<>();
        updates.add(filled.make(SessionUpdate.SessionCreated.class));
        List.of(
                        SessionUpdate.AgentStarted.class,
                        SessionUpdate.ModeChanged.class,
                        SessionUpdate.ModelChanged.class,
                        SessionUpdate.OptionsChanged.class,
                        SessionUpdate.CommandsChanged.class,
                        SessionUpdate.PlanChanged.class,
                        SessionUpdate.QueueChanged.class,
                        SessionUpdate.Renamed.class,
                        SessionUpdate.Organised.class)
                .forEach(kind -> updates.add(filled.make(kind)));
        FilledRecords words = new FilledRecords(random, letter.repeat(40_000), 3);
        for (int i = 0; i < UpdateLimits.MAX_OPEN_QUESTIONS; i++) {
            Pending pending = words.make(Pending.class);
            long seq = updates.size() + 1L;
            updates.add(new SessionUpdate.PendingAsked(
                    new ItemId(seq),
                    new Pending(
                            new PendingId("p" + seq),
                            pending.kind(),
                            pending.title(),
                            pending.detail(),
                            pending.toolCall(),
                            pending.options(),
                            pending.fields())));
        }
        for (int i = 0; i < 8; i++) {
            ItemId item = new ItemId(updates.size() + 1L);
            updates.add(new SessionUpdate.UserMessage(item, letter.repeat(60_000 / letter.length())));
            ItemId said = new ItemId(updates.size() + 1L);
            for (int chunk = 0; chunk < 4; chunk++) {
                updates.add(new SessionUpdate.AgentMessageChunk(said, letter.repeat(32_000 / letter.length())));
            }
            ItemId called = new ItemId(updates.size() + 1L);
            updates.add(new SessionUpdate.ToolCallStarted(
                    called, words.make(SessionUpdate.ToolCallStarted.class).call()));
        }
        SessionState state = SessionState.empty(feed.sessionId());
        for (SessionUpdate update : updates) {
            JournaledUpdate journaled =
                    UpdateLimits.bound(new JournaledUpdate(state.seq() + 1, Instant.EPOCH, null, update));
            state = SessionReducer.apply(state, journaled);
            feed.append(journaled);
        }
        feed.show(new SessionFeed.Loaded(
                state, new Generations(List.of(new Generation(5, 0))), WatchLabel.NONE, Instant.EPOCH, HostText.NONE));
        return feed;
    }

    @Test
    void aSessionWhoseEveryPartIsAtItsLimitIsShownAndPagedThrough() throws Exception {
        begin();
        long sub = 0;
        for (String letter : LETTERS) {
            SessionFeed feed = fullSession(new Random(1), letter);
            long mine = ++sub;
            outbox.subscribe(mine, feed, new Cursor(77, 3));
            await().until(() -> sink.taken(HostMessage.Snapshot.class).stream().anyMatch(told -> told.sub() == mine));
            SessionState told =
                    sink.taken(HostMessage.Snapshot.class).get((int) mine - 1).state();
            assertThat(told.open()).hasSize(UpdateLimits.MAX_OPEN_QUESTIONS);
            long start = told.transcript().windowStart();
            while (start > 1) {
                int before = sink.taken(HostMessage.HistoryPage.class).size();
                outbox.awaitReplySlot();
                outbox.history(mine, start, 200);
                await().until(() -> sink.taken(HostMessage.HistoryPage.class).size() > before);
                HostMessage.HistoryPage page =
                        sink.taken(HostMessage.HistoryPage.class).get(before);
                assertThat(page.items()).isNotEmpty();
                start = page.start();
            }
            outbox.unsubscribe(mine);
        }

        assertThat(sink.taken(HostMessage.Failure.class)).isEmpty();
        assertThat(sink.tooLarge).doesNotContain(HostMessage.HistoryPage.class, HostMessage.Updates.class);
        assertThat(ends).hasValue(0);
    }

    @Test
    void aSessionWhoseEveryPartIsAtItsLimitComesInUpdates() throws Exception {
        begin();
        SessionFeed feed = fullSession(new Random(1), "x");
        long head = feed.head().seq();
        outbox.subscribe(1, feed, new Cursor(5, head - 10));
        await().until(() -> sink.taken(HostMessage.Updates.class).stream().anyMatch(batch -> batch.to() == head));

        assertThat(sink.tooLarge).isEmpty();
    }
}

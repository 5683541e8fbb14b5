package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.Generation;
import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSubscriptionTest {
    private static final SessionId SESSION = new SessionId("s1");
    private static final long GEN = 77;

    /** A session that is written as its lane would. */
    private static final class Host {
        private final SessionFeed feed;
        private final RandomUpdates script;
        private final List<Generation> generations = new ArrayList<>(List.of(new Generation(GEN, 0)));
        private SessionState state = SessionState.empty(SESSION);

        Host(Random random, int tail) {
            feed = new SessionFeed(SESSION, tail, 1 << 20);
            script = new RandomUpdates(random);
        }

        void write(int count) {
            script.script(count).forEach(this::write);
        }

        void say(int length) {
            SessionUpdate chunk = new SessionUpdate.AgentMessageChunk(new ItemId(2), "x".repeat(length));
            write(new JournaledUpdate(state.seq() + 1, Instant.EPOCH, null, chunk));
        }

        private void write(JournaledUpdate update) {
            state = SessionReducer.apply(state, update);
            feed.append(update);
            feed.show(new SessionFeed.Loaded(
                    state, new Generations(generations), WatchLabel.NONE, update.at(), HostText.NONE));
        }
    }

    /** A client that folds its updates, and checks their order. */
    private static final class Client {
        private SessionState state;
        private long gen;

        Cursor cursor() {
            return state == null ? Cursor.START : new Cursor(GEN, state.seq());
        }

        void take(HostMessage message) {
            if (message instanceof HostMessage.Snapshot snapshot) {
                assertThat(snapshot.gen()).isEqualTo(GEN);
                gen = snapshot.gen();
                state = snapshot.state();
            } else if (message instanceof HostMessage.Updates batch) {
                SessionState before = state == null ? SessionState.empty(SESSION) : state;
                gen = batch.gen() == HostMessage.Updates.SAME_GEN ? gen : batch.gen();
                assertThat(gen).isEqualTo(GEN);
                assertThat(batch.after()).isEqualTo(before.seq());
                SessionState after = SessionReducer.applyAll(before, batch.updates());
                assertThat(batch.to()).isGreaterThanOrEqualTo(after.seq());
                // An update without effect represents those that merging has dropped at the end.
                assertThat(after.seq()).isEqualTo(batch.updates().isEmpty() ? before.seq() : batch.to());
                state = after;
            } else {
                HostMessage.HistoryPage page = (HostMessage.HistoryPage) message;
                assertThat(page.asOf()).isEqualTo(state.seq());
                state = state.withTranscript(state.transcript().prepend(page.items(), page.start()));
            }
        }
    }

    private static void drain(ClientSubscription subscription, Client client) {
        while (subscription.hasMore()) {
            subscription.next().ifPresent(turn -> client.take(turn.message()));
        }
    }

    private static void assertMirrors(Client client, SessionState whole) {
        long start = client.state.transcript().windowStart();
        List<Item> expected = whole.transcript().items().stream()
                .filter(item -> item.id().createdSeq() >= start)
                .toList();
        assertThat(client.state.transcript().items()).isEqualTo(expected);
        assertThat(client.state.withTranscript(Transcript.EMPTY)).isEqualTo(whole.withTranscript(Transcript.EMPTY));
    }

    @Test
    void whateverComesInWhateverPiecesTheClientHasTheHostsFold() {
        Seeds.check(200, random -> {
            Host host = new Host(random, 5 + random.nextInt(100));
            host.write(5);
            Client client = new Client();
            long sub = 0;
            for (int connection = 0; connection < 5; connection++) {
                ClientSubscription subscription =
                        new ClientSubscription(++sub, host.feed, new LiveBatchCache(), client.cursor());
                for (int step = 0; step < 10; step++) {
                    host.write(random.nextInt(40));
                    boolean windowed =
                            client.state != null && client.state.transcript().windowStart() > 1;
                    if (windowed && random.nextInt(3) == 0 && !subscription.hasMore()) {
                        subscription.ask(client.state.transcript().windowStart(), 1 + random.nextInt(20));
                    }
                    if (random.nextBoolean()) {
                        drain(subscription, client);
                        assertMirrors(client, host.state);
                    } else if (subscription.hasMore()) {
                        subscription.next().ifPresent(turn -> client.take(turn.message()));
                    }
                }
            }
            drain(new ClientSubscription(++sub, host.feed, new LiveBatchCache(), client.cursor()), client);
            assertMirrors(client, host.state);
        });
    }

    @Test
    void aClientAtTheHeadIsToldThatItIsThere() {
        Host host = new Host(new Random(1), 100);
        host.write(10);
        ClientSubscription subscription =
                new ClientSubscription(3, host.feed, new LiveBatchCache(), new Cursor(GEN, 10));

        assertThat(subscription.next().orElseThrow().message())
                .isEqualTo(HostMessage.Updates.upToHead(3, GEN, 10, 10, List.of()));
        assertThat(subscription.hasMore()).isFalse();
    }

    @Test
    void aGenerationThatBeginsWithinASubscriptionIsNamedAndTheCursorGoesOn() {
        Host host = new Host(new Random(1), 100);
        host.write(3);
        ClientSubscription subscription = new ClientSubscription(3, host.feed, new LiveBatchCache(), Cursor.START);
        HostMessage.Updates first =
                (HostMessage.Updates) subscription.next().orElseThrow().message();
        host.generations.add(new Generation(GEN + 1, 3));
        host.say(1);
        HostMessage.Updates second =
                (HostMessage.Updates) subscription.next().orElseThrow().message();

        assertThat(first.gen()).isEqualTo(GEN);
        assertThat(second.gen()).isEqualTo(GEN + 1);
        assertThat(second.after()).isEqualTo(first.to()).isEqualTo(3);
    }

    @Test
    void theGenerationTravelsOnceAndTheHeadAsLongAsItIsAhead() {
        Host host = new Host(new Random(1), 100);
        host.write(2);
        host.say(200_000);
        host.say(200_000);
        ClientSubscription subscription = new ClientSubscription(3, host.feed, new LiveBatchCache(), Cursor.START);
        HostMessage.Updates first =
                (HostMessage.Updates) subscription.next().orElseThrow().message();
        HostMessage.Updates second =
                (HostMessage.Updates) subscription.next().orElseThrow().message();
        host.say(1);
        HostMessage.Updates live =
                (HostMessage.Updates) subscription.next().orElseThrow().message();

        assertThat(first.gen()).isEqualTo(GEN);
        assertThat(first.to()).isEqualTo(3);
        assertThat(first.head()).isEqualTo(4);
        assertThat(second.gen()).isEqualTo(HostMessage.Updates.SAME_GEN);
        assertThat(second.to()).isEqualTo(second.head()).isEqualTo(4);
        assertThat(live.gen()).isEqualTo(HostMessage.Updates.SAME_GEN);
        assertThat(live.head()).isEqualTo(5);
    }

    @Test
    void aMessageOf1600000CharactersComesWholeAlsoToAClientThatWasCutInItsMiddle() throws Exception {
        Host host = new Host(new Random(1), 10_000);
        host.write(2);
        Client client = new Client();
        Random cuts = new Random(5);
        ClientSubscription subscription = new ClientSubscription(1, host.feed, new LiveBatchCache(), client.cursor());
        for (int i = 0; i < 1_600; i++) {
            host.say(1_000);
            if (cuts.nextInt(20) == 0) {
                while (subscription.hasMore()) {
                    HostMessage sent = BridgeCodec.decodeHost(
                            BridgeCodec.encode(subscription.next().orElseThrow().message()));
                    if (cuts.nextInt(4) == 0) {
                        // This one was in flight when the network failed, which ended the subscription.
                        subscription = new ClientSubscription(i + 2, host.feed, new LiveBatchCache(), client.cursor());
                    } else {
                        client.take(sent);
                    }
                }
            }
        }
        drain(new ClientSubscription(5_000, host.feed, new LiveBatchCache(), client.cursor()), client);

        assertMirrors(client, host.state);
        assertThat(host.state.transcript().items().stream()
                        .filter(Item.MessageItem.class::isInstance)
                        .mapToInt(item -> ((Item.MessageItem) item).text().length())
                        .max()
                        .orElse(0))
                .isGreaterThanOrEqualTo(1_600_000);
    }

    @Test
    void aCursorOfAnUnknownGenerationGetsASnapshot() {
        Host host = new Host(new Random(1), 100);
        host.write(10);

        assertThat(new ClientSubscription(3, host.feed, new LiveBatchCache(), new Cursor(GEN + 1, 4))
                        .next()
                        .orElseThrow()
                        .message())
                .isInstanceOf(HostMessage.Snapshot.class);
    }

    @Test
    void aCursorThatTheTailNoLongerReachesGetsASnapshot() {
        Host host = new Host(new Random(1), 20);
        host.write(100);

        assertThat(new ClientSubscription(3, host.feed, new LiveBatchCache(), new Cursor(GEN, 79))
                        .next()
                        .orElseThrow()
                        .message())
                .isInstanceOf(HostMessage.Snapshot.class);
        assertThat(new ClientSubscription(3, host.feed, new LiveBatchCache(), new Cursor(GEN, 80))
                        .next()
                        .orElseThrow()
                        .message())
                .isInstanceOf(HostMessage.Updates.class);
    }

    @Test
    void aPageThatWaitsForASnapshotIsNotOlderThanIt() {
        Host host = new Host(new Random(1), 5);
        host.write(1);
        ClientSubscription subscription = new ClientSubscription(3, host.feed, new LiveBatchCache(), Cursor.START);
        drain(subscription, new Client());
        host.say(200_000);
        host.say(200_000);
        subscription.ask(100, 10);
        assertThat(subscription.next().orElseThrow().message()).isInstanceOf(HostMessage.Updates.class);
        for (int i = 0; i < 10; i++) {
            host.say(1);
        }

        assertThat(subscription.next().orElseThrow().message()).isInstanceOf(HostMessage.Snapshot.class);
        assertThat(subscription.next().orElseThrow().message())
                .isInstanceOfSatisfying(
                        HostMessage.HistoryPage.class,
                        page -> assertThat(page.asOf()).isEqualTo(host.state.seq()));
    }

    @Test
    void aPageThatIsOwedWhenTheSubscriptionEndsIsCountedOnce() {
        Host host = new Host(new Random(1), 100);
        host.write(10);
        ClientSubscription subscription = new ClientSubscription(3, host.feed, new LiveBatchCache(), Cursor.START);
        drain(subscription, new Client());
        subscription.ask(5, 10);
        int owed = subscription.end();
        // The writer took its turn before the subscription ended.
        Optional<ClientSubscription.Turn> turn = subscription.next();

        assertThat(owed).isEqualTo(1);
        assertThat(turn).isEmpty();
        assertThat(subscription.end()).isZero();
    }

    /** A resting session that is not loaded into memory, with the content of its journal. */
    private record Resting(SessionFeed feed, SessionState state, SessionJournal journal) {
        static Resting of(Path folder, int updates) throws Exception {
            Path file = folder.resolve("journal.jsonl");
            SessionJournal journal = SessionJournal.open(JournalFileSystem.REAL, file, update -> {})
                    .journal();
            SessionState state = SessionState.empty(SESSION);
            for (JournaledUpdate update : new RandomUpdates(new Random(1)).script(updates)) {
                journal.append(List.of(update));
                state = SessionReducer.apply(state, update);
            }
            SessionFeed feed = new SessionFeed(SESSION, file);
            SessionSummary summary = SessionSummary.of(state, WatchLabel.NONE, Instant.EPOCH);
            feed.unload(new SessionFeed.AtRest(summary, journal.generations(), HostText.NONE));
            return new Resting(feed, state, journal);
        }

        long gen() {
            return journal.generations().current();
        }
    }

    @Test
    void aSessionAtRestIsServedFromTheDiskPageByPage(@TempDir Path folder) throws Exception {
        Resting resting = Resting.of(folder, 2_000);
        ClientSubscription subscription = new ClientSubscription(1, resting.feed, new LiveBatchCache(), Cursor.START);
        HostMessage.Snapshot snapshot =
                (HostMessage.Snapshot) subscription.next().orElseThrow().message();
        assertThat(snapshot.gen()).isEqualTo(resting.gen());
        SessionState state = snapshot.state();
        assertThat(state.transcript().windowStart()).isGreaterThan(1);
        assertThat(subscription.hasMore()).isFalse();
        while (state.transcript().windowStart() > 1) {
            subscription.ask(state.transcript().windowStart(), 200);
            assertThat(subscription.hasMore()).isTrue();
            ClientSubscription.Turn turn = subscription.next().orElseThrow();
            assertThat(turn.answersPage()).isTrue();
            HostMessage.HistoryPage page = (HostMessage.HistoryPage) turn.message();
            state = state.withTranscript(state.transcript().prepend(page.items(), page.start()));
        }

        assertThat(state).isEqualTo(resting.state);
        assertThat(resting.feed.head()).isInstanceOf(SessionFeed.AtRest.class);
    }

    @Test
    void aClientAtTheHeadOfASessionAtRestCostsNoReading(@TempDir Path folder) throws Exception {
        Resting resting = Resting.of(folder, 50);
        Files.delete(folder.resolve("journal.jsonl"));
        ClientSubscription subscription =
                new ClientSubscription(1, resting.feed, new LiveBatchCache(), new Cursor(resting.gen(), 50));

        assertThat(subscription.next().orElseThrow().message())
                .isEqualTo(HostMessage.Updates.upToHead(1, resting.gen(), 50, 50, List.of()));
        assertThat(subscription.hasMore()).isFalse();
    }

    @Test
    void whoWasServedFromTheDiskGoesOnWithUpdatesWhenTheSessionIsUsed(@TempDir Path folder) throws Exception {
        Resting resting = Resting.of(folder, 50);
        ClientSubscription subscription = new ClientSubscription(1, resting.feed, new LiveBatchCache(), Cursor.START);
        subscription.next();
        JournaledUpdate next = new JournaledUpdate(51, Instant.EPOCH, null, new SessionUpdate.Renamed("new", true));
        resting.feed.attach(resting.journal);
        resting.journal.append(List.of(next));
        resting.feed.append(next);
        resting.feed.show(new SessionFeed.Loaded(
                SessionReducer.apply(resting.state, next),
                resting.journal.generations(),
                WatchLabel.NONE,
                Instant.EPOCH,
                HostText.NONE));

        assertThat(subscription.next().orElseThrow().message())
                .isInstanceOfSatisfying(HostMessage.Updates.class, batch -> {
                    assertThat(batch.after()).isEqualTo(50);
                    assertThat(batch.updates()).containsExactly(next);
                });
    }

    @Test
    void aClientAtTheHeadOfASessionAtRestGetsASnapshotIfTheJournalComesBackShorter(@TempDir Path folder)
            throws Exception {
        Resting resting = Resting.of(folder, 50);
        ClientSubscription subscription =
                new ClientSubscription(1, resting.feed, new LiveBatchCache(), new Cursor(resting.gen(), 50));
        subscription.next();
        SessionState shorter = SessionReducer.apply(
                SessionState.empty(SESSION),
                new JournaledUpdate(1, Instant.EPOCH, null, new SessionUpdate.Renamed("what is left", true)));
        Generations repaired =
                new Generations(List.of(new Generation(resting.gen(), 0), new Generation(resting.gen() + 1, 1)));
        resting.feed.show(new SessionFeed.Loaded(shorter, repaired, WatchLabel.NONE, Instant.EPOCH, HostText.NONE));

        assertThat(subscription.hasMore()).isTrue();
        assertThat(subscription.next().orElseThrow().message())
                .isEqualTo(new HostMessage.Snapshot(1, resting.gen() + 1, shorter));
        assertThat(subscription.hasMore()).isFalse();
    }

    @Test
    void aSessionAtRestIsNotBroughtToMemoryForASubscriptionThatHasEnded(@TempDir Path folder) throws Exception {
        Resting resting = Resting.of(folder, 50);
        AtomicInteger needed = new AtomicInteger();
        resting.feed.onWanted(() -> false, needed::incrementAndGet);
        ClientSubscription subscription = new ClientSubscription(1, resting.feed, new LiveBatchCache(), Cursor.START);
        subscription.close();

        assertThat(subscription.next()).isEmpty();
        assertThat(needed).hasValue(0);
    }

    @Test
    void aSessionAtRestWhoseJournalCannotBeReadIsBroughtToMemoryToSayWhy(@TempDir Path folder) throws Exception {
        Resting resting = Resting.of(folder, 50);
        AtomicInteger needed = new AtomicInteger();
        resting.feed.onWanted(() -> false, needed::incrementAndGet);
        Files.delete(folder.resolve("journal.jsonl"));
        ClientSubscription subscription = new ClientSubscription(1, resting.feed, new LiveBatchCache(), Cursor.START);

        assertThat(subscription.next()).isEmpty();
        assertThat(needed).hasValue(1);
        assertThat(subscription.hasMore()).isFalse();
    }
}

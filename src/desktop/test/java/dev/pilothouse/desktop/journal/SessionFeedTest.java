package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.UpdateCodec;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.UpdateMerge;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a session whose journal is a file, from its tail and from before it. */
class SessionFeedTest {
    private static final SessionId SESSION = new SessionId("s1");

    @TempDir
    Path folder;

    private int files;

    /** A session that is written as its lane would. */
    private final class Host implements AutoCloseable {
        private final SessionFeed feed;
        private final SessionJournal journal;
        private final List<JournaledUpdate> all = new ArrayList<>();
        private final Path path = folder.resolve("journal-" + ++files);
        private SessionState state = SessionState.empty(SESSION);

        Host(int tail) throws IOException {
            feed = new SessionFeed(SESSION, tail, 1 << 20);
            journal =
                    SessionJournal.open(JournalFileSystem.REAL, path, all::add).journal();
            feed.attach(journal);
        }

        void write(List<JournaledUpdate> updates) throws IOException {
            journal.append(updates);
            updates.forEach(update -> {
                state = SessionReducer.apply(state, update);
                all.add(update);
                feed.append(update);
            });
            Instant at = updates.get(updates.size() - 1).at();
            feed.show(new SessionFeed.Loaded(state, journal.generations(), WatchLabel.NONE, at, HostText.NONE));
        }

        void chunks(int count, String text) throws IOException {
            for (int i = 0; i < count; i++) {
                SessionUpdate chunk = new SessionUpdate.AgentMessageChunk(new ItemId(2), text);
                write(List.of(new JournaledUpdate(state.seq() + 1, Instant.EPOCH, null, chunk)));
            }
        }

        Cursor cursor(long seq) {
            return new Cursor(journal.generations().current(), seq);
        }

        @Override
        public void close() throws IOException {
            journal.close();
        }
    }

    /** Reads as a connection's writer does: slice by slice, each merged. */
    private static SessionState caughtUp(SessionFeed feed, SessionState from, long upTo, Random random) {
        SessionState state = from;
        long told = from.seq();
        while (told < upTo) {
            List<JournaledUpdate> slice =
                    feed.read(told, upTo, 1 + random.nextInt(50_000)).orElseThrow();
            assertThat(slice).isNotEmpty();
            told = slice.get(slice.size() - 1).seq();
            state = SessionReducer.applyAll(state, UpdateMerge.merge(slice));
        }
        return state;
    }

    @Test
    void fromAnyCursorTheUpdatesOfTheJournalLeadToTheFold() {
        Seeds.check(20, random -> {
            try (Host host = new Host(1 + random.nextInt(50))) {
                List<JournaledUpdate> script = new RandomUpdates(random).script(100 + random.nextInt(900));
                boolean looked = random.nextBoolean();
                if (looked) {
                    host.feed.hold();
                }
                for (int next = 0; next < script.size(); ) {
                    int end = Math.min(script.size(), next + 1 + random.nextInt(5));
                    host.write(script.subList(next, end));
                    next = end;
                }
                for (int i = 0; i < 10; i++) {
                    int cursor = random.nextInt(script.size() + 1);
                    SessionState before =
                            SessionReducer.applyAll(SessionState.empty(SESSION), script.subList(0, cursor));
                    assertThat(caughtUp(host.feed, before, script.size(), random))
                            .isEqualTo(host.state);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aJournalThatIsOpenedAgainIsReadFromAnyCursorToo() throws IOException {
        Random random = new Random(7);
        List<JournaledUpdate> script = new RandomUpdates(random).script(3_000);
        Host host = new Host(10);
        host.write(script);
        host.close();
        SessionFeed feed = new SessionFeed(SESSION, 10, 1 << 20);
        try (SessionJournal journal = SessionJournal.open(JournalFileSystem.REAL, host.path, update -> {})
                .journal()) {
            feed.attach(journal);
            for (int cursor = 0; cursor < script.size(); cursor += 171) {
                SessionState before = SessionReducer.applyAll(SessionState.empty(SESSION), script.subList(0, cursor));
                assertThat(caughtUp(feed, before, script.size(), random)).isEqualTo(host.state);
            }
        }
    }

    @Test
    void whatWasMissedCostsAboutItsText() throws IOException {
        try (Host host = new Host(16)) {
            host.write(new RandomUpdates(new Random(3)).script(1));
            host.chunks(20_000, "word ");
            long head = host.state.seq();
            assertThat(host.feed.canContinue(host.cursor(1), host.feed.head())).isTrue();
            long bytes = 0;
            for (long told = 1; told < head; ) {
                List<JournaledUpdate> slice =
                        host.feed.read(told, head, 256 * 1024).orElseThrow();
                told = slice.get(slice.size() - 1).seq();
                for (JournaledUpdate update : UpdateMerge.merge(slice)) {
                    bytes += UpdateCodec.encode(update).toString().length();
                }
            }

            assertThat(bytes).isBetween(100_000L, 101_000L);
        }
    }

    @Test
    void pastWhatASnapshotCarriesGoingOnIsNoBargain() throws IOException {
        try (Host host = new Host(16)) {
            host.write(new RandomUpdates(new Random(3)).script(1));
            host.chunks(45, "x".repeat(32 * 1024));

            assertThat(host.feed.canContinue(host.cursor(1), host.feed.head())).isFalse();
            assertThat(host.feed.canContinue(host.cursor(30), host.feed.head())).isTrue();
        }
    }

    @Test
    void theTailIsKeptOnlyWhileSomebodyLooks() throws IOException {
        try (Host host = new Host(100)) {
            host.write(new RandomUpdates(new Random(3)).script(10));
            SessionFeed.Look look = host.feed.hold();
            host.chunks(5, "a");
            Files.move(host.path, host.path.resolveSibling("elsewhere"));

            assertThat(host.feed.read(10, 15, 1_000).orElseThrow()).isEqualTo(host.all.subList(10, 15));
            assertThat(host.feed.read(9, 15, 1_000)).isEqualTo(Optional.empty());
            look.close();
            look.close();
            host.chunks(1, "b");
            assertThat(host.feed.read(10, 16, 1_000)).isEqualTo(Optional.empty());
            assertThat(host.feed.isHeld()).isFalse();
        }
    }

    @Test
    void aHoleInTheFileIsNeverReadOver() throws IOException {
        try (Host host = new Host(1)) {
            host.write(new RandomUpdates(new Random(3)).script(3));
            for (JournaledUpdate update :
                    List.copyOf(new RandomUpdates(new Random(3)).script(60).subList(3, 60))) {
                host.write(List.of(update));
            }
            List<String> lines = new ArrayList<>(Files.readAllLines(host.path, StandardCharsets.UTF_8));
            lines.remove(30);
            Files.write(host.path, lines, StandardCharsets.UTF_8);

            assertThat(host.feed.read(1, 60, 1 << 20)).isEmpty();
        }
    }

    @Test
    void aTurnRunsIfTheSummarySaysSo() {
        Seeds.check(20, random -> {
            SessionState state = SessionState.empty(SESSION);
            for (JournaledUpdate update : new RandomUpdates(random).script(200)) {
                state = SessionReducer.apply(state, update);
                if (state.info() == null) {
                    continue;
                }
                for (HostText trouble : List.of(HostText.NONE, HostText.untranslated("The disk is full."))) {
                    SessionFeed.Head loaded =
                            new SessionFeed.Loaded(state, Generations.NONE, WatchLabel.NONE, Instant.EPOCH, trouble);
                    assertThat(loaded.hasTurn())
                            .isEqualTo(loaded.summary().activity().turn() != null);
                    SessionFeed.Head resting = new SessionFeed.AtRest(loaded.summary(), Generations.NONE, trouble);
                    assertThat(resting.hasTurn())
                            .isEqualTo(resting.summary().activity().turn() != null);
                }
            }
        });
    }
}

package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.journal.Generation;
import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.OverviewFrames;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OverviewEntryCacheTest {
    private final OverviewEntryCache entries = new OverviewEntryCache();

    private static SessionFeed feed(Random random) {
        SessionFeed feed = new SessionFeed(new SessionId("s1"), null);
        write(feed, random, 1 + random.nextInt(60));
        return feed;
    }

    private static void write(SessionFeed feed, Random random, int count) {
        SessionState state = SessionState.empty(feed.sessionId());
        for (JournaledUpdate update : new RandomUpdates(random).script(count)) {
            state = SessionReducer.apply(state, update);
            feed.show(new SessionFeed.Loaded(
                    state,
                    new Generations(List.of(new Generation(1, 0))),
                    WatchLabel.NONE,
                    update.at(),
                    HostText.NONE));
        }
    }

    @Test
    void aHeadIsMadeIntoAnEntryAndATextOnceForAllClients() {
        SessionFeed feed = feed(new Random(1));
        OverviewEntryCache.Entry first = entries.newest(feed, 1);

        assertThat(entries.newest(feed, 2)).isSameAs(first);
        assertThat(entries.entryAt(feed, 2)).isSameAs(first);
        assertThat(first.text()).isSameAs(first.text());
    }

    @Test
    void whatWasToldOfASessionKeepsNoTranscriptInMemoryOnceTheSessionRests() {
        SessionFeed feed = feed(new Random(1));
        OverviewEntryCache.Entry told = entries.newest(feed, 1);
        WeakReference<SessionState> transcript = new WeakReference<>(((SessionFeed.Loaded) feed.head()).state());

        feed.unload(new SessionFeed.AtRest(feed.head().summary(), feed.head().generations(), HostText.NONE));

        await().until(() -> {
            System.gc();
            return transcript.get() == null;
        });
        assertThat(told.summary()).isEqualTo(feed.head().summary());
    }

    @Test
    void withinATickClientsShareAnEntryAndKnowThatItIsBehind() {
        SessionFeed feed = feed(new Random(1));
        OverviewEntryCache.Entry first = entries.entryAt(feed, 1);
        write(feed, new Random(2), 10);

        assertThat(entries.entryAt(feed, 1)).isSameAs(first);
        assertThat(first.isBehind(feed)).isTrue();
        assertThat(entries.entryAt(feed, 2)).isNotSameAs(first);
        assertThat(entries.entryAt(feed, 2).isBehind(feed)).isFalse();
    }

    @Test
    void framesOfSharedEntriesAreByteForByteThoseOfTheCodec() {
        Seeds.check(50, random -> {
            List<OverviewEntryCache.Entry> some =
                    List.of(entries.newest(feed(random), 1), entries.newest(feed(random), 1));
            var summaries = some.stream().map(OverviewEntryCache.Entry::summary).toList();
            var texts = some.stream().map(OverviewEntryCache.Entry::text).toList();
            List<SessionId> removed =
                    random.nextBoolean() ? List.of() : List.of(new SessionId("a"), new SessionId("b"));

            assertThat(OverviewFrames.all(texts)).isEqualTo(BridgeCodec.encode(new HostMessage.Overview(summaries)));
            assertThat(OverviewFrames.changed(texts, removed))
                    .isEqualTo(BridgeCodec.encode(new HostMessage.OverviewChanged(summaries, removed)));
            assertThat(OverviewFrames.changed(List.of(), removed))
                    .isEqualTo(BridgeCodec.encode(new HostMessage.OverviewChanged(List.of(), removed)));
        });
    }
}

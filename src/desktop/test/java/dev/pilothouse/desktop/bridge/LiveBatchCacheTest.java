package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.UpdateFrames;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveBatchCacheTest {
    private static final long GEN = 7;

    private final LiveBatchCache batches = new LiveBatchCache();
    private final SessionFeed feed = new SessionFeed(new SessionId("s1"), null);
    private long seq;

    private void say(String text) {
        feed.append(new JournaledUpdate(
                ++seq, Instant.EPOCH, null, new SessionUpdate.AgentMessageChunk(new ItemId(1), text)));
    }

    private LiveBatchCache.Batch next(long after, long upTo) {
        return batches.next(feed, GEN, after, upTo).orElseThrow();
    }

    @Test
    void clientsThatGoTheSameWayShareWhatIsMadeForIt() {
        say("one ");
        say("two ");
        LiveBatchCache.Batch first = next(1, 2);
        String text = first.text(feed);

        assertThat(next(1, 2)).isSameAs(first);
        assertThat(next(1, 2).text(feed)).isSameAs(text);
    }

    @Test
    void anotherCursorHeadGenerationOrSessionSharesNothing() {
        say("one ");
        say("two ");
        say("three ");
        LiveBatchCache.Batch first = next(1, 2);
        first.text(feed);
        SessionFeed other = new SessionFeed(new SessionId("s2"), null);
        for (long i = 1; i <= 2; i++) {
            other.append(new JournaledUpdate(
                    i, Instant.EPOCH, null, new SessionUpdate.AgentMessageChunk(new ItemId(1), "of another ")));
        }

        assertThat(next(0, 2).updates()).hasSize(1).isNotEqualTo(first.updates());
        assertThat(next(1, 3).to()).isEqualTo(3);
        assertThat(batches.next(feed, GEN + 1, 1, 2)).get().isNotSameAs(first);
        assertThat(batches.next(other, GEN, 1, 2).orElseThrow().updates()).isNotEqualTo(first.updates());
    }

    @Test
    void whatIsLargeOrLongIsNotKept() {
        say("x".repeat(LiveBatchCache.MAX_SHARED));
        LiveBatchCache.Batch large = next(0, 1);
        large.text(feed);
        for (int i = 0; i < 100; i++) {
            say("word ");
        }
        LiveBatchCache.Batch ofMany = next(1, 101);
        ofMany.text(feed);

        assertThat(next(0, 1)).isNotSameAs(large);
        assertThat(next(1, 101)).isNotSameAs(ofMany);
    }

    @Test
    void framesOfSharedBatchesAreByteForByteThoseOfTheCodec() {
        Seeds.check(100, random -> {
            SessionFeed written = new SessionFeed(new SessionId("s1"), null);
            int count = 1 + random.nextInt(80);
            new RandomUpdates(random).script(count).forEach(written::append);
            int after = random.nextInt(count);
            int upTo = after + random.nextInt(count - after + 1);
            LiveBatchCache.Batch batch =
                    new LiveBatchCache().next(written, GEN, after, upTo).orElseThrow();
            long head = random.nextBoolean() ? batch.to() : batch.to() + 5;
            long gen = random.nextBoolean() ? HostMessage.Updates.SAME_GEN : random.nextLong() | 1;
            HostMessage.Updates message = new HostMessage.Updates(
                    random.nextInt(1_000), gen, after, batch.to(), head, List.copyOf(batch.updates()));

            assertThat(UpdateFrames.frame(message, batch.text(written))).isEqualTo(BridgeCodec.encode(message));
        });
    }
}

package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.Usage;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateMergeTest {
    private static final SessionId SESSION = new SessionId("s1");

    private static JournaledUpdate update(long seq, SessionUpdate update) {
        return new JournaledUpdate(seq, Instant.ofEpochMilli(1000 * seq), null, update);
    }

    private static SessionUpdate chunk(long item, String text) {
        return new SessionUpdate.AgentMessageChunk(new ItemId(item), text);
    }

    private static SessionUpdate usage(long tokens) {
        return new SessionUpdate.UsageChanged(new Usage(tokens, 0, -1, ""));
    }

    @Test
    void foldingAMergedBatchGivesTheSameStateAsFoldingTheBatch() {
        Seeds.check(300, random -> {
            List<JournaledUpdate> script = new RandomUpdates(random).script(20 + random.nextInt(120));
            SessionState plain = SessionState.empty(SESSION);
            SessionState merged = plain;
            int from = 0;
            while (from < script.size()) {
                int to = Math.min(script.size(), from + 1 + random.nextInt(40));
                List<JournaledUpdate> batch = script.subList(from, to);
                plain = SessionReducer.applyAll(plain, batch);
                merged = SessionReducer.applyAll(merged, UpdateMerge.merge(batch));
                from = to;
                // The last update of a batch may have been dropped; then only the seq differs.
                merged = merged.withSeq(plain.seq());
                assertThat(merged).isEqualTo(plain);
            }
        });
    }

    @Test
    void foldingAMergedBatchIntoAWindowGivesTheSameWindow() {
        Seeds.check(300, random -> {
            List<JournaledUpdate> script = new RandomUpdates(random).script(150);
            int cut = 20 + random.nextInt(100);
            SessionState window = SessionReducer.applyAll(SessionState.empty(SESSION), script.subList(0, cut))
                    .window(1 + random.nextInt(10));
            List<JournaledUpdate> rest = script.subList(cut, script.size());
            SessionState plain = SessionReducer.applyAll(window, rest);
            SessionState merged = SessionReducer.applyAll(window, UpdateMerge.merge(rest));

            assertThat(merged.withSeq(plain.seq())).isEqualTo(plain);
        });
    }

    @Test
    void chunksOfOneItemBecomeOneWithTheLastSeqAndTheFirstTime() {
        List<JournaledUpdate> merged = UpdateMerge.merge(
                List.of(update(5, chunk(5, "a")), update(6, usage(1)), update(7, chunk(5, "b")), update(8, usage(2))));

        assertThat(merged)
                .containsExactly(
                        new JournaledUpdate(7, Instant.ofEpochMilli(5000), null, chunk(5, "ab")), update(8, usage(2)));
    }

    @Test
    void chunksOfDifferentItemsStayApart() {
        List<JournaledUpdate> batch =
                List.of(update(5, chunk(5, "a")), update(6, chunk(6, "b")), update(7, chunk(5, "c")));

        assertThat(UpdateMerge.merge(batch)).isEqualTo(batch);
    }

    @Test
    void aPatchThatMovesTheStatusStaysAnEventOfItsOwn() {
        SessionUpdate titled = new SessionUpdate.ToolCallChanged(
                new ItemId(4), new ToolCallPatch("title", null, null, null, null, null, null, 0));
        SessionUpdate done =
                new SessionUpdate.ToolCallChanged(new ItemId(4), ToolCallPatch.ofStatus(ToolStatus.COMPLETED, 9));
        List<JournaledUpdate> batch = List.of(update(5, titled), update(6, titled), update(7, done));

        assertThat(UpdateMerge.merge(batch)).extracting(JournaledUpdate::seq).containsExactly(6L, 7L);
    }
}

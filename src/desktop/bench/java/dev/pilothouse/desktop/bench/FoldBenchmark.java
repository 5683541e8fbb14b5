package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The cost of folding a chunk, by the size of the transcript and by the length of the message that it extends. States
 * are immutable, so every round starts from the same one.
 */
final class FoldBenchmark implements Benchmark {
    private static final int SMALL = 100;
    private static final int LARGE = 100_000;
    private static final int LONG_MESSAGE = 1_600_000;
    private static final int CHUNKS = 2_000;
    private static final int FEW_CHUNKS = 200;
    private static final String CHUNK = "twenty characters ..";
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

    /** Only written, so that the compiler cannot remove the work. */
    private volatile int sink;

    @Override
    public String name() {
        return "fold";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(25);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        bySizeOfTranscript(rounds, report);
        byLengthOfMessage(rounds, report);
    }

    private void bySizeOfTranscript(Rounds rounds, Report report) throws Exception {
        SessionState small = session(SMALL);
        SessionState large = session(LARGE);
        String ofSmall = "ours, 100 updates before";
        String ofLarge = "ours, 100,000 updates before";
        String copySmall = "baseline: copied list, 100 updates before";
        String copyLarge = "baseline: copied list, 100,000 updates before";
        Rounds.Outcomes<Double> nanos = rounds.run(
                8,
                0.5,
                List.of(
                        variant(ofSmall, CHUNKS, 10, () ->
                                (int) fold(small, CHUNKS).seq()),
                        variant(ofLarge, CHUNKS, 10, () ->
                                (int) fold(large, CHUNKS).seq()),
                        variant(copySmall, FEW_CHUNKS, 10, () -> copyList(small)),
                        variant(copyLarge, FEW_CHUNKS, 10, () -> copyList(large))));
        report(report, nanos, ofSmall, ofLarge, copySmall, copyLarge);
        report.add("ours", "100,000 updates / 100", series(nanos, ofLarge).over(series(nanos, ofSmall)), "x");
        report.add("baseline", "100,000 updates / 100", series(nanos, copyLarge).over(series(nanos, copySmall)), "x");
    }

    private void byLengthOfMessage(Rounds rounds, Report report) throws Exception {
        SessionState empty = session(SMALL);
        SessionState large = fold(empty, LONG_MESSAGE / CHUNK.length());
        String text = CHUNK.repeat(LONG_MESSAGE / CHUNK.length());
        String ofShort = "ours, a message that begins";
        String ofLong = "ours, a message of 1.6 M characters";
        String concatenated = "baseline: text + chunk at 1.6 M characters";
        List<JournaledUpdate> more = chunks(large.seq(), empty.seq() + 1, FEW_CHUNKS);
        Rounds.Outcomes<Double> nanos = rounds.run(
                5,
                1,
                List.of(
                        variant(ofShort, FEW_CHUNKS, 100, () ->
                                (int) fold(empty, FEW_CHUNKS).seq()),
                        variant(ofLong, FEW_CHUNKS, 100, () ->
                                (int) SessionReducer.applyAll(large, more).seq()),
                        variant(concatenated, FEW_CHUNKS, 1, () -> concatenate(text))));
        report(report, nanos, ofShort, ofLong, concatenated);
        report.add(
                "ours",
                "1.6 M characters / a message that begins",
                series(nanos, ofLong).over(series(nanos, ofShort)),
                "x");
        report.add(
                "baseline / ours",
                "at 1.6 M characters",
                series(nanos, concatenated).over(series(nanos, ofLong)),
                "x");
    }

    private static Series series(Rounds.Outcomes<Double> outcomes, String variant) {
        return new Series(outcomes.of(variant));
    }

    private static void report(Report report, Rounds.Outcomes<Double> nanos, String... variants) {
        for (String variant : variants) {
            report.add(variant, "a chunk", series(nanos, variant), "ns");
        }
    }

    /** Nanoseconds for each chunk. */
    private Rounds.Variant<Double> variant(String name, int chunks, int times, IntSupplier work) {
        return new Rounds.Variant<>(name, () -> {
            int sum = 0;
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                sum += work.getAsInt();
            }
            double nanos = System.nanoTime() - start;
            sink = sum;
            return nanos / ((double) chunks * times);
        });
    }

    private static SessionState fold(SessionState state, int chunks) {
        return SessionReducer.applyAll(state, chunks(state.seq(), state.seq() + 1, chunks));
    }

    /** The same chunks into an array list that is copied on each change, like an immutable list of the JDK. */
    private static int copyList(SessionState state) {
        List<Item> items = new ArrayList<>(state.transcript().items());
        Item.MessageItem message = null;
        for (JournaledUpdate update : chunks(state.seq(), state.seq() + 1, FEW_CHUNKS)) {
            SessionUpdate.AgentMessageChunk chunk = (SessionUpdate.AgentMessageChunk) update.update();
            List<Item> copy = new ArrayList<>(items);
            if (message == null) {
                message = new Item.MessageItem(chunk.item(), update.seq(), AT, GrowingText.of(chunk.text()));
                copy.add(message);
            } else {
                message = new Item.MessageItem(
                        chunk.item(), update.seq(), AT, message.text().append(chunk.text()));
                copy.set(copy.size() - 1, message);
            }
            items = copy;
        }
        return items.size();
    }

    private static int concatenate(String text) {
        String whole = text;
        for (int i = 0; i < FEW_CHUNKS; i++) {
            whole = whole + CHUNK;
        }
        return whole.length();
    }

    private static List<JournaledUpdate> chunks(long after, long born, int count) {
        List<JournaledUpdate> chunks = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            chunks.add(update(after + i, new SessionUpdate.AgentMessageChunk(new ItemId(born), CHUNK)));
        }
        return chunks;
    }

    /** A session with turns of ten updates, the last of them open. */
    private static SessionState session(int updates) {
        SessionState state = SessionState.empty(new SessionId("bench"));
        state = SessionReducer.apply(
                state,
                update(
                        1,
                        new SessionUpdate.SessionCreated(
                                new AgentId("demo"), "Demo", "/work", "Bench", SessionUpdate.StartWish.NONE)));
        TurnId turn = null;
        ItemId message = null;
        for (long seq = 2; seq < updates; seq++) {
            SessionUpdate next;
            int step = (int) (seq % 10);
            if (step == 2) {
                next = new SessionUpdate.UserMessage(new ItemId(seq), "Go on, please");
            } else if (step == 3) {
                turn = new TurnId(seq);
                next = new SessionUpdate.TurnStarted();
            } else if (step == 1 && turn != null) {
                next = new SessionUpdate.TurnEnded(
                        new ItemId(seq), turn, StopReason.END_TURN, "", 1_000, TokenCount.NONE);
            } else {
                message = step == 4 || message == null ? new ItemId(seq) : message;
                next = new SessionUpdate.AgentMessageChunk(message, CHUNK);
            }
            state = SessionReducer.apply(state, update(seq, next));
        }
        return SessionReducer.apply(state, update(updates, new SessionUpdate.TurnStarted()));
    }

    private static JournaledUpdate update(long seq, SessionUpdate update) {
        return new JournaledUpdate(seq, AT, null, update);
    }
}

package dev.pilothouse.desktop.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.HostGateway.Found;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.session.WatchLabel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptSearchTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private static Item message(long id, String text) {
        return new Item.MessageItem(new ItemId(id), id, START.plusSeconds(id), GrowingText.of(text));
    }

    private static SearchedSession session(String id, Item... items) {
        SessionState state = SessionState.empty(new SessionId(id)).withTranscript(Transcript.of(List.of(items), 1));
        Instant last = items[items.length - 1].at();
        SessionFeed.Head head = new SessionFeed.Loaded(state, Generations.NONE, WatchLabel.NONE, last, HostText.NONE);
        return new SearchedSession(new SessionFeed(state.sessionId(), null), head, last);
    }

    private static Found find(String text, SearchedSession... sessions) {
        return TranscriptSearch.find(List.of(sessions), SearchTerms.of(text), 50, () -> false);
    }

    @Test
    void allTermsMustBeInOneItemInAnyCaseAndAlsoInsideOfWords() {
        SearchedSession state = session("s1", message(1, "The race is in SessionPool"), message(2, "a pool"));

        assertThat(find("RACE pool", state).hits())
                .extracting(hit -> hit.item().createdSeq())
                .containsExactly(1L);
        assertThat(find("pool", state).hits())
                .extracting(hit -> hit.item().createdSeq())
                .containsExactly(2L, 1L);
        assertThat(find("race missing", state).hits()).isEmpty();
    }

    @Test
    void aFileThatTheAgentShowsIsFoundByItsName() {
        Attachment file = new Attachment.Blob(new BlobId("b1"), "plot.png", "image/png", 900, null);
        SearchedSession state = session(
                "s1",
                new Item.MessageItem(new ItemId(1), 1, START, GrowingText.of("See"), List.of(file)),
                new Item.MessageItem(new ItemId(2), 2, START, GrowingText.EMPTY, List.of(file)),
                new Item.NoteItem(new ItemId(3), 3, START, NoteLevel.INFO, "compacted", "Done", "A plot was made"));

        assertThat(find("plot", state).hits())
                .extracting(SearchHit::kind)
                .containsExactly(SearchHit.Kind.NOTE, SearchHit.Kind.OTHER, SearchHit.Kind.MESSAGE);
    }

    @Test
    void quotesMakeOneTerm() {
        SearchedSession state = session("s1", message(1, "is in the race"), message(2, "the race is in"));

        assertThat(find("\"race is\"", state).hits())
                .extracting(hit -> hit.item().createdSeq())
                .containsExactly(2L);
    }

    @Test
    void aWordAcrossTheJointOfTwoChunksIsFound() {
        GrowingText text = GrowingText.of("x".repeat(4_095)).append("zeb").append("ra crossing");
        SearchedSession state = session("s1", new Item.MessageItem(new ItemId(1), 1, START, text));

        assertThat(find("zebra", state).hits()).hasSize(1);
    }

    @Test
    void aToolCallIsFoundByItsTitlePathsAndOutput() {
        ToolCall call = new ToolCall(
                "t1",
                "Run the tests",
                ToolKind.EXECUTE,
                ToolStatus.COMPLETED,
                List.of(new ToolLocation("/srv/app/Login.java", 3)),
                List.of(new ToolContent.Terminal("BUILD FAILED: LoginTest")),
                null,
                null,
                0,
                0);
        SearchedSession state = session("s1", new Item.ToolItem(new ItemId(1), 1, START, call));

        assertThat(find("tests build login.java", state).hits())
                .extracting(SearchHit::kind)
                .containsExactly(SearchHit.Kind.TOOL);
    }

    @Test
    void anExcerptIsOneLineAroundTheFirstOccurrenceWithItsMarks() {
        String text = "word ".repeat(40) + "then\n\n  the needle lies here, a Needle again " + "word ".repeat(60);
        SearchHit hit = find("needle", session("s1", message(1, text))).hits().get(0);

        assertThat(hit.excerpt())
                .startsWith("…word")
                .endsWith("…")
                .doesNotContain("\n")
                .hasSizeLessThan(210);
        assertThat(hit.marks())
                .extracting(mark -> hit.excerpt().substring(mark.from(), mark.to()))
                .containsExactly("needle", "Needle");
    }

    @Test
    void anExcerptOfAMessageHasNoMarkup() {
        SearchHit hit = find("needle", session("s1", message(1, "## The\n\n- **needle** is in [`hay.txt`](hay.txt)")))
                .hits()
                .get(0);

        assertThat(hit.excerpt()).isEqualTo("The • needle is in hay.txt");
        assertThat(hit.marks()).hasSize(1);
    }

    @Test
    void overlappingTermsMakeOneMark() {
        SearchHit hit =
                find("race raced", session("s1", message(1, "it raced"))).hits().get(0);

        assertThat(hit.marks()).containsExactly(new SearchHit.Mark(3, 8));
    }

    @Test
    void theNewestOfAllSessionsAreKept() {
        List<Item> old = new ArrayList<>();
        List<Item> young = new ArrayList<>();
        for (int i = 1; i <= 15; i++) {
            old.add(message(i, "needle " + i));
            young.add(message(100 + i, "needle " + i));
        }
        Found found = TranscriptSearch.find(
                List.of(session("s1", old.toArray(Item[]::new)), session("s2", young.toArray(Item[]::new))),
                SearchTerms.of("needle"),
                18,
                () -> false);

        assertThat(found.hits()).hasSize(18);
        assertThat(found.hits().subList(0, 15))
                .extracting(hit -> hit.sessionId().value())
                .containsOnly("s2");
        assertThat(found.hits().get(17).item().createdSeq()).isEqualTo(13);
        assertThat(found.more()).isTrue();
    }

    @Test
    void oneTalkativeSessionDoesNotFillTheAnswer() {
        Item[] items = new Item[60];
        for (int i = 0; i < items.length; i++) {
            items[i] = message(i + 1, "needle");
        }
        Found found = find("needle", session("s1", items), session("s2", message(1, "needle")));

        assertThat(found.hits()).hasSize(TranscriptSearch.PER_SESSION + 1);
        assertThat(found.more()).isTrue();
    }

    @Test
    void aSearchThatIsStoppedSaysThatThereMayBeMore() {
        AtomicInteger looks = new AtomicInteger();
        Found found = TranscriptSearch.find(
                List.of(session("s1", message(1, "needle")), session("s2", message(1, "needle"))),
                SearchTerms.of("needle"),
                50,
                () -> looks.incrementAndGet() > 2);

        assertThat(found.hits()).hasSize(1);
        assertThat(found.sessions()).isEqualTo(1);
        assertThat(found.more()).isTrue();
    }

    @Test
    void aSessionAtRestIsReadFromItsJournalAndStaysAtRest(@TempDir Path folder) throws Exception {
        SessionId id = new SessionId("s1");
        List<JournaledUpdate> updates = List.of(
                new JournaledUpdate(
                        1,
                        START,
                        null,
                        new SessionUpdate.SessionCreated(
                                new AgentId("demo"), "Demo", "/srv", "srv", SessionUpdate.StartWish.NONE)),
                new JournaledUpdate(2, START, null, new SessionUpdate.AgentMessageChunk(new ItemId(2), "a zeb")),
                new JournaledUpdate(3, START, null, new SessionUpdate.AgentMessageChunk(new ItemId(2), "ra crossing")));
        SessionState state = SessionReducer.applyAll(SessionState.empty(id), updates);
        try (SessionJournal journal = SessionJournal.open(
                        JournalFileSystem.REAL, folder.resolve("s1.jsonl"), update -> {})
                .journal()) {
            journal.append(updates);
            SessionFeed feed = new SessionFeed(id, folder.resolve("s1.jsonl"));
            feed.attach(journal);
            feed.show(new SessionFeed.AtRest(
                    SessionSummary.of(state, WatchLabel.NONE, START), journal.generations(), HostText.NONE));

            Found found = find("zebra", SearchedSession.of(feed));

            assertThat(found.hits()).extracting(hit -> hit.item().createdSeq()).containsExactly(2L);
            assertThat(found.more()).isFalse();
            assertThat(feed.head()).isInstanceOf(SessionFeed.AtRest.class);
            assertThat(feed.isHeld()).isFalse();
        }
    }

    @Test
    void whatARestartAddsIsFoundThoughItIsNoActivity() {
        SessionState state = SessionReducer.applyAll(
                SessionState.empty(new SessionId("s2")),
                List.of(
                        new JournaledUpdate(
                                1,
                                START,
                                null,
                                new SessionUpdate.SessionCreated(
                                        new AgentId("demo"), "Demo", "/srv", "srv", SessionUpdate.StartWish.NONE)),
                        new JournaledUpdate(
                                2,
                                START.plusSeconds(30),
                                null,
                                new SessionUpdate.Note(
                                        new ItemId(2), NoteLevel.WARNING, "agentRestarts", "The zebra agent crashed")),
                        new JournaledUpdate(
                                3,
                                START.plusSeconds(30),
                                null,
                                new SessionUpdate.AgentExited(1, false, "It crashed"))));
        SessionFeed restarted = new SessionFeed(state.sessionId(), null);
        restarted.show(new SessionFeed.Loaded(state, Generations.NONE, WatchLabel.NONE, START, HostText.NONE));

        Found found = TranscriptSearch.find(
                List.of(session("s1", message(20, "a zebra")), SearchedSession.of(restarted)),
                SearchTerms.of("zebra"),
                1,
                () -> false);

        assertThat(found.hits()).extracting(SearchHit::sessionId).containsExactly(new SessionId("s2"));
    }
}

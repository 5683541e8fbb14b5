package dev.pilothouse.desktop.bench;

import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.search.SearchService;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.session.WatchLabel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The time in which a host searches 200 sessions of a thousand messages each, 100 million characters, for a text
 * without a match.
 */
final class SearchBenchmark implements Benchmark {
    private static final int SESSIONS = 200;
    private static final int MESSAGES = 1_000;
    private static final int LENGTH = 500;
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

    @Override
    public String name() {
        return "search";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        // The whole size, cold and on a busy machine, would exceed the search's timeout.
        List<SessionFeed> feeds = sessions(rounds.isQuick() ? MESSAGES / 20 : MESSAGES);
        try (SearchService service = new SearchService(() -> feeds)) {
            String rare = "a word that is nowhere";
            String common = "three words, two of them everywhere";
            Rounds.Outcomes<Double> millis = rounds.run(
                    8,
                    1,
                    List.of(
                            new Rounds.Variant<>(rare, () -> millis(service, "quokka")),
                            new Rounds.Variant<>(common, () -> millis(service, "session the quokka"))));
            report.add(rare, "100 M characters", new Series(millis.of(rare)), "ms");
            report.add(common, "100 M characters", new Series(millis.of(common)), "ms");
        }
    }

    private static double millis(SearchService service, String text) throws Exception {
        CompletableFuture<HostMessage> answer = new CompletableFuture<>();
        long start = System.nanoTime();
        service.find(new ClientMessage.Search(new RequestId("r"), text, 50), answer::complete);
        HostMessage message = answer.get(20, TimeUnit.SECONDS);
        double millis = (System.nanoTime() - start) / 1e6;
        if (!(message instanceof HostMessage.SearchResults results)) {
            throw new AssertionError("not found but refused: " + message);
        }
        if (results.sessions() != SESSIONS || !results.hits().isEmpty()) {
            throw new AssertionError("looked through " + results.sessions() + " sessions");
        }
        return millis;
    }

    private static List<SessionFeed> sessions(int messages) {
        String[] words =
                "the session pool lock waits for a thread and then returns Error: file not found in src/main path test"
                        .split(" ");
        Random random = new Random(7);
        List<SessionFeed> feeds = new ArrayList<>();
        for (int s = 0; s < SESSIONS; s++) {
            List<Item> items = new ArrayList<>();
            for (int i = 1; i <= messages; i++) {
                StringBuilder text = new StringBuilder(LENGTH + 16);
                while (text.length() < LENGTH) {
                    text.append(words[random.nextInt(words.length)]).append(' ');
                }
                items.add(new Item.MessageItem(new ItemId(i), i, AT.plusSeconds(i), GrowingText.of(text.toString())));
            }
            SessionId id = new SessionId("s" + s);
            SessionFeed feed = new SessionFeed(id, null);
            feed.show(new SessionFeed.Loaded(
                    created(id).withTranscript(Transcript.of(items, 1)),
                    Generations.NONE,
                    WatchLabel.NONE,
                    AT,
                    HostText.NONE));
            feeds.add(feed);
        }
        return feeds;
    }

    private static SessionState created(SessionId id) {
        return SessionReducer.apply(
                SessionState.empty(id),
                new JournaledUpdate(
                        1,
                        AT,
                        null,
                        new SessionUpdate.SessionCreated(
                                new AgentId("a"), "A", "/w", "w", SessionUpdate.StartWish.NONE)));
    }
}

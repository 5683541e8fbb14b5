package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.push.Receiver;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.GoalLimits;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.GoalCodec;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A complete host notifies a real receiver of each event once. */
class NotificationIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private void configure(Receiver receiver, String more) throws Exception {
        Files.writeString(
                folder.resolve("away.json"),
                "{\"targets\": [{\"name\": \"hook\", \"form\": \"webhook\", \"url\": \"" + receiver.url("/h")
                        + "\", \"events\": [\"needsYou\", \"done\", \"failed\"]" + more + "}]}",
                StandardCharsets.UTF_8);
    }

    private static List<JsonObject> told(Receiver receiver) {
        return receiver.taken().stream()
                .map(taken -> JsonParser.parseString(taken.body()).getAsJsonObject())
                .toList();
    }

    private static void awaitTold(Receiver receiver, int count) {
        Awaitility.await("the receiver has heard " + count)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> receiver.taken().size() >= count);
    }

    private static String event(JsonObject told) {
        return told.get("event").getAsString();
    }

    @Test
    void aQuestionAndTheEndOfATurnAreToldOnceAndNotAgainAfterARestart() throws Exception {
        try (Receiver receiver = Receiver.open()) {
            configure(receiver, "");
            try (TestHost host = TestHost.on(folder)) {
                SessionId session;
                try (TestClient window = host.local()) {
                    session = window.session("demo", work.toString());
                    window.prompt(session, "hello there");
                    SessionState asks = window.awaitState(
                            session, "the question", state -> !state.open().isEmpty());
                    awaitTold(receiver, 1);
                    JsonObject question = told(receiver).get(0);
                    assertThat(event(question)).isEqualTo("needsYou");
                    assertThat(question.get("text").getAsString())
                            .isEqualTo(asks.open().get(0).pending().title());
                    assertThat(receiver.taken().get(0).body()).doesNotContain("hello there", "excerpt", "name");
                    assertThat(question.get("place").getAsString()).isEqualTo(work.getFileName() + " (Demo agent)");

                    PendingId pending = asks.open().get(0).pending().pendingId();
                    window.done(new Intent.AnswerPending(
                            session,
                            pending,
                            new Answer.Option(asks.open()
                                    .get(0)
                                    .pending()
                                    .options()
                                    .get(0)
                                    .optionId())));
                    window.awaitState(
                            session,
                            "the end of the turn",
                            state ->
                                    state.lastTurn() != null && state.activity().phase() == SessionPhase.IDLE);
                    awaitTold(receiver, 2);
                }
                host.restart();
                try (TestClient window = host.local()) {
                    window.subscribe(session);
                    window.awaitState(session, "the session", state -> state.lastTurn() != null);
                    window.prompt(session, "/say again");
                    awaitTold(receiver, 3);
                }
            }
            assertThat(told(receiver)).extracting(NotificationIT::event).containsExactly("needsYou", "done", "done");
            assertThat(told(receiver))
                    .extracting(told -> told.get("id").getAsString())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aGoalOfSeveralTurnsIsToldOnce() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        TurnAgent agent = TurnAgent.knownIn(folder, work.resolve("agent"));
        agent.turns("[ $1 -lt 3 ] || touch done; echo $1 > progress");
        try (Receiver receiver = Receiver.open()) {
            configure(receiver, "");
            try (TestHost host = TestHost.on(folder);
                    TestClient window = host.local()) {
                SessionId session =
                        window.session(TurnAgent.ID, repository.root().toString());
                RequestId requestId = TestClient.newRequestId();
                GoalOrder order = new GoalOrder("Make the file", List.of("test -f done"), false, 0, GoalLimits.NONE);
                window.send(new ClientMessage.StartRun(
                        requestId, new RunId("goal"), RunKind.GOAL, GoalCodec.start(session, order)));
                window.ack(requestId);
                awaitTold(receiver, 1);
                assertThat(told(receiver).get(0).get("text").getAsString())
                        .isEqualTo("The goal is met. The check passed after 3 rounds.");

                window.prompt(session, "one more");
                awaitTold(receiver, 2);
            }
            assertThat(told(receiver))
                    .extracting(told -> told.get("text").getAsString())
                    .containsExactly("The goal is met. The check passed after 3 rounds.", "Done.");
        }
    }

    @Test
    void aHostWhoseReceiverHangsEndsAllTheSame() throws Exception {
        try (Receiver receiver = Receiver.open().hanging()) {
            configure(receiver, "");
            try (TestHost host = TestHost.on(folder);
                    TestClient window = host.local()) {
                SessionId session = window.session("demo", work.toString());
                window.prompt(session, "/say hello");
                awaitTold(receiver, 1);
                long before = System.nanoTime();

                host.close();

                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void aFileThatIsWrongKeepsNoHostFromStarting() throws Exception {
        Files.writeString(folder.resolve("away.json"), "{\"targets\": 1}", StandardCharsets.UTF_8);
        try (TestHost host = TestHost.on(folder);
                TestClient window = host.local()) {
            window.prompt(window.session("demo", work.toString()), "/say hello");
        }
    }
}

package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of the demo agent, a real child process, with real clients over a real socket. */
class SessionsIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;

    @BeforeEach
    void start() {
        host = TestHost.on(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static OpenPending firstOpen(SessionState state) {
        return state.open().get(0);
    }

    private static PendingOption option(OpenPending open, PendingOption.Kind kind) {
        return open.pending().options().stream()
                .filter(option -> option.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPromptStreamsAsksIsAnsweredAndEnds() throws Exception {
        try (TestClient client = host.device("Phone", Scope.STEER)) {
            SessionId session = client.session("demo", work.toString());
            client.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
            client.prompt(session, "/permission");
            SessionState asking = client.awaitState(
                    session, "a question", state -> !state.open().isEmpty());
            assertThat(asking.activity().phase()).isEqualTo(SessionPhase.WAITING);
            OpenPending open = firstOpen(asking);
            client.done(new Intent.AnswerPending(
                    session,
                    open.pending().pendingId(),
                    new Answer.Option(
                            option(open, PendingOption.Kind.ALLOW_ONCE).optionId())));
            SessionState done = client.awaitState(session, "the turn's end", state -> state.lastTurn() != null);

            assertThat(done.lastTurn().reason()).isEqualTo(StopReason.END_TURN);
            assertThat(done.activity().phase()).isEqualTo(SessionPhase.IDLE);
            Item.PendingItem question =
                    (Item.PendingItem) done.transcript().find(open.item()).orElseThrow();
            assertThat(question.answer().outcome()).isEqualTo(PendingAnswer.Outcome.ANSWERED);
            assertThat(question.answer().by()).isEqualTo("Phone");
            assertThat(client.updates(session)).anyMatch(u -> u.update() instanceof SessionUpdate.AgentMessageChunk);
            assertThat(done.transcript().items())
                    .anyMatch(item ->
                            item instanceof Item.ToolItem tool && tool.call().status() == ToolStatus.COMPLETED);
            assertThat(client.gaps()).isZero();
        }
    }

    @Test
    void twoClientsSeeTheSameAndTheSecondAnswerIsRefused() throws Exception {
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.ANSWER)) {
            SessionId session = window.session("demo", work.toString());
            phone.subscribe(session);
            window.prompt(session, "/permission");
            SessionState seen = window.awaitState(
                    session, "a question", state -> !state.open().isEmpty());
            phone.awaitState(
                    session, "the same question", state -> !state.open().isEmpty());
            OpenPending open = firstOpen(seen);
            Intent allow = new Intent.AnswerPending(
                    session,
                    open.pending().pendingId(),
                    new Answer.Option(
                            option(open, PendingOption.Kind.ALLOW_ONCE).optionId()));
            phone.done(allow);
            HostMessage.Failure second = window.refused(window.submit(allow));
            SessionState one = window.awaitState(session, "the end", state -> state.lastTurn() != null);
            SessionState two = phone.awaitState(session, "the end", state -> state.seq() == one.seq());

            assertThat(second.code()).isEqualTo(ErrorCode.ALREADY_ANSWERED);
            assertThat(second.text()).contains("Phone");
            assertThat(two).isEqualTo(one);
        }
    }

    @Test
    void aRepeatedRequestHasOneEffectAndTheSameOutcomeAlsoAfterARestart() throws Exception {
        SessionId session;
        RequestId request = TestClient.newRequestId();
        Intent.Prompt prompt;
        HostMessage.Ack first;
        try (TestClient client = host.local()) {
            session = client.session("demo", work.toString());
            client.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
            prompt = new Intent.Prompt(session, "/say once", WhenBusy.QUEUE);
            client.send(new ClientMessage.Submit(request, prompt));
            first = client.ack(request);
            client.awaitState(session, "the end", state -> state.lastTurn() != null);
        }
        host.restart();
        try (TestClient client = host.local()) {
            client.send(new ClientMessage.Submit(request, prompt));
            HostMessage.Ack again = client.ack(request);
            client.subscribe(session);
            SessionState state = client.awaitState(session, "the session", s -> true);

            assertThat(again).isEqualTo(first);
            assertThat(state.transcript().items().stream().filter(Item.UserItem.class::isInstance))
                    .hasSize(1);
            client.send(new ClientMessage.Submit(request, prompt));
            client.send(new ClientMessage.Ping(3));
            client.await("the pong", new HostMessage.Pong(3)::equals);
        }
        host.close();
        try (Stream<Path> files = Files.walk(folder)) {
            Path audit = files.filter(file -> file.endsWith("audit.jsonl"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readAllLines(audit).stream().filter(line -> line.contains("prompted")))
                    .as("what was done once is in the audit once")
                    .hasSize(1);
        }
    }

    @Test
    void aCancelledTurnEndsAndClosesItsQuestions() {
        try (TestClient client = host.local()) {
            SessionId session = client.session("demo", work.toString());
            client.prompt(session, "/permission");
            SessionState asking = client.awaitState(
                    session, "a question", state -> !state.open().isEmpty());
            client.done(new Intent.Cancel(session, asking.activity().turn()));
            SessionState ended = client.awaitState(session, "the end", state -> state.lastTurn() != null);

            assertThat(ended.lastTurn().reason()).isEqualTo(StopReason.CANCELLED);
            assertThat(ended.open()).isEmpty();
            Item.PendingItem question = (Item.PendingItem)
                    ended.transcript().find(firstOpen(asking).item()).orElseThrow();
            assertThat(question.answer().outcome()).isEqualTo(PendingAnswer.Outcome.CANCELLED);
        }
    }

    @Test
    void promptsThatComeWhileTheAgentWorksWaitAndThenRunInOrder() {
        try (TestClient client = host.local()) {
            SessionId session = client.session("demo", work.toString());
            client.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
            client.prompt(session, "/permission");
            SessionState asking = client.awaitState(
                    session, "a question", state -> !state.open().isEmpty());
            HostMessage.Ack waiting = client.prompt(session, "/say second");
            assertThat(waiting.outcome()).isEqualTo(IntentResult.Outcome.QUEUED);
            OpenPending open = firstOpen(asking);
            client.done(new Intent.AnswerPending(
                    session,
                    open.pending().pendingId(),
                    new Answer.Option(
                            option(open, PendingOption.Kind.REJECT_ONCE).optionId())));
            SessionState done = client.awaitState(
                    session,
                    "two turns",
                    state -> state.transcript().items().stream()
                                    .filter(Item.TurnEndItem.class::isInstance)
                                    .count()
                            == 2);

            assertThat(done.queue()).isEmpty();
            assertThat(done.transcript().items().stream()
                            .filter(Item.UserItem.class::isInstance)
                            .map(item -> ((Item.UserItem) item).text()))
                    .containsExactly("/permission", "/say second");
        }
    }

    @Test
    void anAgentThatCrashesEndsItsTurnAndAPromptBringsItBack() {
        try (TestClient client = host.local()) {
            SessionId session = client.session("demo", work.toString());
            client.prompt(session, "/crash");
            SessionState crashed = client.awaitState(session, "the end", state -> state.lastTurn() != null);
            assertThat(crashed.lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
            client.prompt(session, "/say again");
            SessionState back = client.awaitState(
                    session, "an ended turn", state -> state.lastTurn().reason() == StopReason.END_TURN);

            assertThat(back.activity().phase()).isEqualTo(SessionPhase.IDLE);
        }
    }

    @Test
    void garbageOnTheAgentsStdoutIsPassedOverAndSaid() {
        try (TestClient client = host.local()) {
            SessionId session = client.session("demo", work.toString());
            client.prompt(session, "/garbage");
            SessionState done = client.awaitState(session, "the end", state -> state.lastTurn() != null);

            assertThat(done.lastTurn().reason()).isEqualTo(StopReason.END_TURN);
            assertThat(done.transcript().items())
                    .anyMatch(item ->
                            item instanceof Item.NoteItem note && note.code().equals("malformedOutput"));
        }
    }
}

package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import dev.pilothouse.desktop.acp.SdkAgent;
import dev.pilothouse.desktop.catalog.AgentCatalog;
import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of an agent that speaks version 2 of the protocol, on the protocol's own SDK, which checks every message. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "npm is a script there that a process cannot start")
@Timeout(180)
class ProtocolTwoIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;
    private TestClient client;

    @BeforeEach
    void open() throws Exception {
        Path store = work.resolve("sessions.json");
        JsonArray entries = new JsonArray();
        entries.add(SdkAgent.entry("two", 2, 2, store));
        entries.add(SdkAgent.entry("old", 1, 2, store));
        entries.add(SdkAgent.entry("off", 2, 1, store));
        Files.writeString(folder.resolve(AgentCatalog.FILE), entries.toString(), StandardCharsets.UTF_8);
        host = TestHost.on(folder);
        client = host.local();
    }

    @AfterEach
    void close() {
        if (host != null) {
            client.close();
            host.close();
        }
    }

    private SessionId session(String agent) {
        SessionId session = client.session(agent, work.toString());
        client.awaitState(session, "the agent", state -> state.activity().phase() == SessionPhase.IDLE);
        return session;
    }

    private SessionState turn(SessionId session, String prompt) {
        int before = turns(client.state(session).orElseThrow());
        client.prompt(session, prompt);
        return client.awaitState(session, "the turn of " + prompt, state -> turns(state) > before);
    }

    private static int turns(SessionState state) {
        return (int) state.transcript().items().stream()
                .filter(Item.TurnEndItem.class::isInstance)
                .count();
    }

    private static List<String> said(SessionState state) {
        return state.transcript().items().stream()
                .filter(item -> item instanceof Item.UserItem || item instanceof Item.MessageItem)
                .map(item -> item instanceof Item.UserItem user
                        ? "> " + user.text()
                        : ((Item.MessageItem) item).text().toString())
                .toList();
    }

    private static ToolCall call(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.ToolItem.class::isInstance)
                .map(item -> ((Item.ToolItem) item).call())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private Pending question(SessionId session) {
        return client.awaitState(session, "a question", state -> !state.open().isEmpty())
                .open()
                .get(0)
                .pending();
    }

    private void answer(SessionId session, Pending pending, String option) {
        client.done(new Intent.AnswerPending(session, pending.pendingId(), new Answer.Option(option)));
    }

    @Test
    void aMessageIsStreamedAndAReplacedOneStaysBesideItsNewText() {
        SessionId session = session("two");
        SessionState state = turn(session, "stream");
        assertThat(said(state)).containsExactly("> stream", "Hello, world", "Goodbye!");
        assertThat(state.lastTurn().reason()).isEqualTo(StopReason.END_TURN);
        assertThat(state.info().agentVersion()).isEqualTo("2.0.0");
        assertThat(state.offer().commands()).containsExactly(new AgentCommand("fix", "Fixes", "what"));
    }

    @Test
    void aToolCallIsAskedAboutInTheWordsOfTheQuestionAndShowsItsContentAndDiff() {
        SessionId session = session("two");
        client.prompt(session, "tool");
        Pending asked = question(session);
        assertThat(asked.kind()).isEqualTo(PendingKind.PERMISSION);
        assertThat(asked.title()).isEqualTo("May I change a.txt?");
        assertThat(asked.detail()).startsWith("It has a wrong line.");
        assertThat(call(client.state(session).orElseThrow()).title()).isEqualTo("Change a.txt");
        answer(session, asked, "yes");
        SessionState state = client.awaitState(session, "the end", now -> turns(now) == 1);
        assertThat(call(state).status()).isEqualTo(ToolStatus.COMPLETED);
        assertThat(call(state).content())
                .containsExactly(
                        new ToolContent.Text("read"),
                        new ToolContent.Text("changed"),
                        new ToolContent.Diff("/work/a.txt", "old\n", "new\n"),
                        new ToolContent.Text("move: /work/b.txt → /work/c.txt"));
    }

    @Test
    void aQuestionAboutACommandShowsTheCommand() {
        SessionId session = session("two");
        client.prompt(session, "command");
        Pending asked = question(session);
        assertThat(asked.title()).isEqualTo("May I run this?");
        assertThat(asked.detail()).contains("rm -rf build");
        answer(session, asked, "yes");
        assertThat(said(client.awaitState(session, "the end", now -> turns(now) == 1)))
                .contains("selected");
    }

    @Test
    void aLinkIsAcceptedByThePersonWhoOpensItOrDeclined() {
        SessionId session = session("two");
        client.prompt(session, "link");
        Pending asked = question(session);
        assertThat(asked.title()).isEqualTo("Log in");
        assertThat(asked.fields()).extracting(QuestionField::initial).containsExactly("https://example.org/login");
        client.done(new Intent.AnswerPending(session, asked.pendingId(), new Answer.Form(Map.of())));
        assertThat(said(client.awaitState(session, "the end", now -> turns(now) == 1)))
                .contains("accept");

        client.prompt(session, "link again");
        client.done(new Intent.AnswerPending(session, question(session).pendingId(), new Answer.Decline()));
        assertThat(said(client.awaitState(session, "the end", now -> turns(now) == 2)))
                .contains("decline");
    }

    @Test
    void theOutputOfATerminalIsThatOfItsToolCall() {
        SessionId session = session("two");
        SessionState state = turn(session, "terminal");
        assertThat(call(state).content()).containsExactly(new ToolContent.Terminal(lines()));
    }

    private static String lines() {
        return IntStream.rangeClosed(1, 100)
                .mapToObj(line -> "line " + line + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void aPlanIsShownWithoutTheEntriesThatTheAgentGaveUp() {
        SessionId session = session("two");
        assertThat(turn(session, "plan").plan())
                .containsExactly(
                        new PlanEntry("Read", PlanEntry.Priority.MEDIUM, PlanEntry.Status.COMPLETED),
                        new PlanEntry("Write", PlanEntry.Priority.MEDIUM, PlanEntry.Status.IN_PROGRESS));
    }

    @Test
    void aCancelledTurnEndsWhenTheAgentIsIdle() {
        SessionId session = session("two");
        client.prompt(session, "wait");
        client.awaitState(session, "its words", state -> said(state).contains("waiting"));
        assertThat(client.state(session).orElseThrow().activity().phase()).isEqualTo(SessionPhase.WORKING);
        client.done(new Intent.Cancel(
                session, client.state(session).orElseThrow().activity().turn()));
        SessionState state = client.awaitState(session, "the end", now -> turns(now) == 1);
        assertThat(state.lastTurn().reason()).isEqualTo(StopReason.CANCELLED);
        assertThat(said(turn(session, "more"))).last().isEqualTo("more in mode ask");
    }

    @Test
    void anErrorThatEndsTheWorkFailsTheTurnWithItsMessage() {
        SessionId session = session("two");
        SessionState state = turn(session, "fail");
        assertThat(state.lastTurn().reason()).isEqualTo(StopReason.FAILED);
        assertThat(state.transcript().items())
                .filteredOn(Item.TurnEndItem.class::isInstance)
                .singleElement()
                .satisfies(end -> assertThat(((Item.TurnEndItem) end).text()).contains("The model is away."));
    }

    @Test
    void aModeIsSetAsAnOption() {
        SessionId session = session("two");
        client.awaitState(
                session,
                "the mode at the start",
                state -> state.offer().modeId().equals("ask"));
        client.done(new Intent.SetMode(session, "auto"));
        client.awaitState(session, "the mode", state -> state.offer().modeId().equals("auto"));
        assertThat(said(turn(session, "hello"))).last().isEqualTo("hello in mode auto");
    }

    @Test
    void whatWasSentBeforeACrashStaysAndTheSessionContinues() {
        SessionId session = session("two");
        turn(session, "hello");
        SessionState died = turn(session, "die");
        assertThat(died.lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(call(died).content()).containsExactly(new ToolContent.Terminal(lines()));
        client.awaitState(session, "the next process", state -> state.activity().phase() == SessionPhase.IDLE);
        SessionState state = turn(session, "again");
        assertThat(said(state))
                .containsExactly("> hello", "hello in mode ask", "> die", "> again", "again in mode ask");
    }

    @Test
    void aSessionContinuesAfterARestartOfTheHostWithoutItsHistoryTwice() {
        SessionId session = session("two");
        turn(session, "hello");
        client.close();
        host.restart();
        client = host.local();
        client.subscribe(session);
        client.awaitState(session, "the session", state -> turns(state) == 1);
        client.done(new Intent.ResumeSession(session));
        client.awaitState(session, "the agent", state -> state.activity().phase() == SessionPhase.IDLE);
        assertThat(said(turn(session, "again")))
                .containsExactly("> hello", "hello in mode ask", "> again", "again in mode ask");
    }

    @Test
    void aSessionOfTheAgentIsTakenOverWithItsHistory() {
        SessionId session = session("two");
        turn(session, "hello");
        String theirs = client.state(session).orElseThrow().info().agentSessionId();
        client.done(new Intent.DeleteSession(session));
        SessionId taken = client.done(
                        new Intent.CreateSession(new AgentId("two"), work.toString(), null, null, null, theirs))
                .sessionId();
        client.subscribe(taken);
        SessionState state =
                client.awaitState(taken, "idle", now -> now.activity().phase() == SessionPhase.IDLE);
        assertThat(said(state)).containsExactly("> hello", "hello in mode ask");
    }

    @Test
    void anAgentOfVersionOneAnswersTheOfferWithItsOwnVersion() {
        SessionId session = session("old");
        assertThat(said(turn(session, "hello"))).containsExactly("> hello", "version 1");
    }

    @Test
    void versionTwoIsNotOfferedUnlessTheEntrySaysSo() {
        SessionId session = session("off");
        assertThat(said(turn(session, "hello"))).containsExactly("> hello", "version 1");
    }
}

package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.agent.TokenScope;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Adapters of several sessions in one process, which the test controls. */
@Timeout(30)
final class SharedAgentTest {
    private static final String STARTED = "{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true}}";

    private final ManualProcess process = new ManualProcess();
    private final ManualDeadlines deadlines = new ManualDeadlines();
    private final AcpConnection connection = new AcpConnection("Agent", "/home/ada", process, deadlines, true, 1);
    private final List<AcpAgent> agents = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void closeThem() {
        gate.countDown();
        process.exit(0, "");
        agents.forEach(AcpAgent::close);
        assertThat(process.faults).isEmpty();
    }

    private AcpAgent agent(AgentAdapter.Listener listener, String resume) {
        return agent(listener, resume, false);
    }

    private AcpAgent agent(AgentAdapter.Listener listener, String resume, boolean takeOver) {
        return agent(listener, resume, takeOver, connection::join);
    }

    private AcpAgent agent(
            AgentAdapter.Listener listener, String resume, boolean takeOver, AcpConnection.Source source) {
        AcpSetup setup = new AcpSetup(
                "Agent",
                "agent-cli",
                "/home/ada/project",
                resume,
                null,
                null,
                "agent login",
                AcpSetup.Timings.standard(),
                TokenScope.TURN,
                takeOver,
                AcpServerOffer.NONE);
        AcpAgent agent = new AcpAgent(setup, source, deadlines, EventLog.WORKERS, EventLog.inbox(listener));
        agents.add(agent);
        agent.start();
        return agent;
    }

    /** Waits for the next request of that method and responds to it. */
    private void answer(String method, int number, String result) {
        await().until(() -> process.asked(method).size() > number);
        process.answer(method, number, result);
    }

    private void refuse(String method, int number, String error) {
        await().until(() -> process.asked(method).size() > number);
        process.say("{\"id\":" + process.asked(method).get(number).get("id") + ",\"error\":" + error + "}");
    }

    private AcpAgent ready(EventLog log, int number) {
        AcpAgent agent = agent(log, null);
        if (number == 0) {
            answer("initialize", 0, STARTED);
        }
        answer("session/new", number, "{\"sessionId\":\"s" + number + "\"}");
        log.await(AgentEvent.Ready.class);
        return agent;
    }

    @Test
    void aSessionThatIsBehindHoldsUpTheProcessUntilItIsClosedAndNothingIsLost() throws Exception {
        EventLog quick = new EventLog();
        ready(quick, 0);
        EventLog slow = new EventLog();
        AcpAgent behind = agent(
                event -> {
                    slow.onEvent(event);
                    if (event instanceof AgentEvent.MessageChunk) {
                        awaitGate();
                    }
                },
                null);
        answer("session/new", 1, "{\"sessionId\":\"s1\"}");
        slow.await(AgentEvent.Ready.class);

        Thread reader = new Thread(
                () -> {
                    for (int i = 0; i < 2 * AgentInbox.MESSAGES; i++) {
                        process.talk("s1", "x");
                    }
                    process.talk("s0", "after all of that");
                },
                "reader");
        reader.setDaemon(true);
        reader.start();
        await().until(() -> reader.getState() == Thread.State.WAITING);
        assertThat(slow.all(AgentEvent.MessageChunk.class)).hasSize(1);
        assertThat(quick.text()).isEmpty();

        gate.countDown();
        reader.join(TimeUnit.SECONDS.toMillis(10));
        await().until(() -> slow.all(AgentEvent.MessageChunk.class).size() == 2 * AgentInbox.MESSAGES);
        await().until(() -> quick.text().equals("after all of that"));
        behind.close();
        assertThat(slow.events()).last().isInstanceOf(AgentEvent.Exited.class);
    }

    @Test
    void aSessionThatCannotStartIsToldAloneAndNobodyJoinsItsProcess() {
        EventLog first = new EventLog();
        AcpAgent works = ready(first, 0);
        EventLog second = new EventLog();
        agent(second, null);
        refuse("session/new", 1, "{\"code\":-32603,\"message\":\"no disk\"}");
        assertThat(second.await(AgentEvent.StartFailed.class).text())
                .isEqualTo("Agent could not start a session: no disk");
        assertThat(connection.isClosed()).isTrue();
        works.prompt("go on");
        answer("session/prompt", 0, "{\"stopReason\":\"end_turn\"}");
        assertThat(first.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.END_TURN);
        assertThat(process.hasEnded()).isFalse();
    }

    @Test
    void aLoginThatIsNeededIsToldToWhoNeedsItAndTheOthersGoOn() {
        EventLog first = new EventLog();
        ready(first, 0);
        EventLog second = new EventLog();
        agent(second, null);
        refuse("session/new", 1, "{\"code\":-32000,\"message\":\"Authentication required\"}");
        assertThat(second.await(AgentEvent.LoginNeeded.class).command()).isEqualTo("agent login");
        process.talk("s0", "still here");
        await().until(() -> first.text().equals("still here"));
        assertThat(first.all(AgentEvent.LoginNeeded.class)).isEmpty();
        assertThat(connection.isClosed())
                .as("the next session starts a process that knows of the login")
                .isTrue();
    }

    @Test
    void aStartThatTakesTooLongEndsThatSessionOnly() {
        EventLog first = new EventLog();
        ready(first, 0);
        EventLog second = new EventLog();
        agent(second, null);
        await().until(() -> process.asked("session/new").size() == 2);
        deadlines.pass(AcpSetup.Timings.standard().start());
        assertThat(second.await(AgentEvent.StartFailed.class).text())
                .contains("was not ready within 60 s")
                .contains("agent-cli in /home/ada;");
        assertThat(process.hasEnded()).isFalse();
        assertThat(first.all(AgentEvent.Exited.class)).isEmpty();
    }

    @Test
    void aSessionOfTheAgentThatAnotherGoesOnWithIsRefused() {
        EventLog first = new EventLog();
        ready(first, 0);
        EventLog second = new EventLog();
        agent(second, "s0");
        AgentEvent.StartFailed failed = second.await(AgentEvent.StartFailed.class);
        assertThat(failed.code()).isEqualTo(ErrorCode.AGENT_FAILED);
        assertThat(failed.text())
                .isEqualTo(
                        "Agent has another session of this host that goes on with its session s0. Go on there, or end"
                                + " that one first.");
        assertThat(process.asked("session/load")).isEmpty();
        process.talk("s0", "for the first");
        await().until(() -> first.text().equals("for the first"));
        assertThat(connection.isClosed()).as("the process is as good as before").isFalse();
    }

    @Test
    void aSessionThatTheAgentDoesNotHaveAnyMoreIsNoFaultOfItsProcess() {
        ready(new EventLog(), 0);
        EventLog log = new EventLog();
        agent(log, "gone", true);
        refuse("session/load", 0, "{\"code\":-32602,\"message\":\"no such session\"}");
        await().until(() -> deadlines.waiting(AcpSetup.Timings.standard().retry()) == 1);
        deadlines.pass(AcpSetup.Timings.standard().retry());
        refuse("session/load", 1, "{\"code\":-32602,\"message\":\"no such session\"}");
        assertThat(log.await(AgentEvent.StartFailed.class).text()).contains("cannot go on with its session gone");
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void aSessionThatIsEndedBeforeItHasBegunLeavesTheProcessToTheOthers() throws Exception {
        ready(new EventLog(), 0);
        EventLog log = new EventLog();
        CountDownLatch joining = new CountDownLatch(1);
        AcpAgent late = agent(log, null, false, (session, member) -> {
            joining.countDown();
            awaitGate();
            connection.join(session, member);
        });
        joining.await();
        Thread closing = new Thread(late::close, "closing");
        closing.setDaemon(true);
        closing.start();
        // The thread waits for the end of the inbox, so it has requested it.
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        gate.countDown();
        assertThat(log.await(AgentEvent.StartFailed.class).text()).isEqualTo("Agent was stopped before it was ready.");
        closing.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void nothingIsToldAfterTheEndOfASessionThatWasBehind() throws Exception {
        EventLog log = new EventLog();
        ready(new EventLog(), 0);
        AcpAgent behind = agent(
                event -> {
                    log.onEvent(event);
                    if (event instanceof AgentEvent.MessageChunk) {
                        awaitGate();
                    }
                },
                null);
        answer("session/new", 1, "{\"sessionId\":\"s1\"}");
        log.await(AgentEvent.Ready.class);
        process.talk("s1", "first");
        await().until(() -> log.text().equals("first"));
        Thread reader = new Thread(
                () -> {
                    // One more than the capacity of the inbox: the reader holds it while the session closes.
                    for (int i = 0; i < AgentInbox.MESSAGES + 1; i++) {
                        process.talk("s1", "x");
                    }
                },
                "reader");
        reader.setDaemon(true);
        reader.start();
        await().until(() -> reader.getState() == Thread.State.WAITING);
        Thread closing = new Thread(behind::close, "closing");
        closing.setDaemon(true);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        gate.countDown();
        reader.join(TimeUnit.SECONDS.toMillis(10));
        closing.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(log.events()).last().isInstanceOf(AgentEvent.Exited.class);
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCloseInMidTurnWaitsForTheAgentsWordButNotForEver() throws Exception {
        EventLog log = new EventLog();
        AcpAgent agent = ready(log, 0);
        ready(new EventLog(), 1);
        agent.prompt("work");
        await().until(() -> process.asked("session/prompt").size() == 1);
        Thread closing = new Thread(agent::close, "closing");
        closing.setDaemon(true);
        closing.start();
        await().until(() -> process.asked("session/cancel").size() == 1);
        await().until(() -> deadlines.waiting(AcpAgent.GOODBYE) == 1);
        assertThat(log.all(AgentEvent.TurnDone.class)).isEmpty();
        deadlines.pass(AcpAgent.GOODBYE);
        closing.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(log.await(AgentEvent.TurnDone.class))
                .isEqualTo(new AgentEvent.TurnDone(StopReason.INTERRUPTED, AcpSession.LEFT, false, TokenCount.NONE));
        assertThat(log.events()).last().isEqualTo(new AgentEvent.Exited(null, true, AcpSession.LEFT));
        assertThat(process.hasEnded()).isFalse();
    }
}

package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.desktop.agent.PromptPart;
import dev.pilothouse.desktop.agent.TokenScope;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.AgentTrial.LoginMethod;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter against agents with unusual behaviour, either observed or allowed by the protocol. */
@Timeout(30)
final class AcpAgentTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final String HELLO = "> {\"id\":0,\"method\":\"initialize\"}";
    private static final String NEW = "> {\"id\":1,\"method\":\"session/new\"}";
    private static final String STARTED = "< {\"id\":1,\"result\":{\"sessionId\":\"s\"}}";
    private static final String PROMPT = "> {\"id\":2,\"method\":\"session/prompt\"}";
    private static final String DONE = "< {\"id\":2,\"result\":{\"stopReason\":\"end_turn\"}}";

    private AcpServerOffer servers = AcpServerOffer.NONE;
    private final EventLog log = new EventLog();
    private final ManualDeadlines deadlines = new ManualDeadlines();
    private ScriptedAgent script = ScriptedAgent.of();
    private AcpAgent agent;

    @AfterEach
    void closeIt() {
        agent.close();
        assertThat(script.surprises).isEmpty();
    }

    @Test
    void neitherFilesNorTerminalsAreOfferedButQuestionsAre() {
        start(HELLO);
        await().until(() -> !script.written.isEmpty());
        JsonObject offer = script.written.get(0).getAsJsonObject("params").getAsJsonObject("clientCapabilities");
        assertThat(offer)
                .hasToString("{\"fs\":{\"readTextFile\":false,\"writeTextFile\":false},\"terminal\":false,"
                        + "\"session\":{\"configOptions\":{\"boolean\":{}},\"notices\":{},\"compaction\":{}},"
                        + "\"elicitation\":{\"form\":{},\"url\":{}},\"auth\":{\"terminal\":true}}");
    }

    @Test
    void anotherProtocolVersionIsAFailedStartThatNamesBoth() {
        start(HELLO, "< {\"id\":0,\"result\":{\"protocolVersion\":2}}");
        assertThat(log.await(AgentEvent.StartFailed.class).text())
                .contains("version 2")
                .contains("version 1");
    }

    @Test
    void anExitDuringTheStartIsToldAtOnceWithTheLastWords() {
        start(HELLO);
        script.exit(1, "Error: config is broken\n");
        AgentEvent.StartFailed failed = log.await(AgentEvent.StartFailed.class);
        assertThat(failed.code()).isEqualTo(ErrorCode.AGENT_FAILED);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.text()).contains("Agent ended before it was ready").contains("config is broken");
    }

    @Test
    void aStartThatBreaksDoesNotLeaveTheSessionStarting() {
        startWith(
                listener -> {
                    throw new IllegalStateException("a bug");
                },
                null);
        assertThat(log.await(AgentEvent.StartFailed.class).text()).startsWith("Agent could not be started.");
    }

    @Test
    void aStartThatTakesTooLongEndsWithTheLastWords() {
        script = ScriptedAgent.of(HELLO).withLastWords("waiting for a lock");
        startScript(null);
        await().until(() -> deadlines.waiting(MINUTE) == 1);
        deadlines.pass(MINUTE);
        AgentEvent.StartFailed failed = log.await(AgentEvent.StartFailed.class);
        assertThat(failed.text()).contains("60 s,").contains("waiting for a lock");
        assertThat(log.events()).hasSize(1);
    }

    private AgentEvent.Ask asksByLinkAtItsStart() {
        start(HELLO, "< {\"id\":0,\"result\":{\"protocolVersion\":1}}", NEW, byLink("https://example.org"));
        return log.await(AgentEvent.Ask.class);
    }

    private void startGoesOnAfterAMinute() {
        deadlines.pass(MINUTE);
        await().until(() -> deadlines.waiting(MINUTE) == 1);
        assertThat(log.all(AgentEvent.StartFailed.class)).isEmpty();
    }

    @Test
    void theTimeInWhichAPersonAnswersIsNoTimeOfTheStart() {
        AgentEvent.Ask ask = asksByLinkAtItsStart();
        startGoesOnAfterAMinute();
        agent.answer(ask.askId(), new Answer.Decline());
        startGoesOnAfterAMinute();
        deadlines.pass(MINUTE);
        assertThat(log.await(AgentEvent.StartFailed.class).text()).contains("60 s,");
    }

    @Test
    void anOpenedLinkGivesTheStartTenMinutesForTheLoginInTheBrowser() {
        AgentEvent.Ask ask = asksByLinkAtItsStart();
        agent.answer(ask.askId(), new Answer.Form(Map.of()));
        for (int minute = 0; minute < 10; minute++) {
            startGoesOnAfterAMinute();
        }
        deadlines.pass(MINUTE);
        assertThat(log.await(AgentEvent.StartFailed.class).text()).contains("60 s,");
    }

    @Test
    void aRefusedSessionIsAFailedStartWithTheAgentsReason() {
        start(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1}}",
                NEW,
                "< {\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\",\"data\":{\"details\":\"no"
                        + " disk\"}}}");
        assertThat(log.await(AgentEvent.StartFailed.class).text())
                .isEqualTo("Agent could not start a session: Internal error: no disk");
    }

    private static final String FORK = "> {\"id\":1,\"method\":\"session/fork\"}";
    private static final String OFFERS_FORK =
            "< {\"id\":0,\"result\":{\"protocolVersion\":1,\"agentCapabilities\":{\"sessionCapabilities\":{\"fork\":{}}}}}";

    private void fork(String... lines) {
        script = ScriptedAgent.of(lines);
        AcpSetup setup = new AcpSetup(
                "Agent",
                "agent-cli",
                "/home/ada/project",
                "source",
                null,
                null,
                "agent login",
                AcpSetup.Timings.standard(),
                TokenScope.TURN,
                false,
                servers,
                AcpProfile.none(),
                true,
                List.of(),
                null);
        agent = new AcpAgent(setup, script, deadlines, EventLog.WORKERS, log.inbox());
        agent.start();
    }

    @Test
    void aForkBeginsWithTheContextOfItsSourceUnderAnIdOfItsOwn() {
        fork(HELLO, OFFERS_FORK, FORK, "< {\"id\":1,\"result\":{\"sessionId\":\"s\"}}");
        await().until(() -> deadlines.waiting(AcpSetup.Timings.standard().settle()) == 1);
        deadlines.pass(AcpSetup.Timings.standard().settle());

        AgentEvent.Ready ready = log.await(AgentEvent.Ready.class);
        assertThat(ready.agentSessionId()).isEqualTo("s");
        assertThat(ready.memory()).isEqualTo(ContextRestore.KEPT);
        assertThat(ready.offers()).isEqualTo(new AgentSupport(false, true));
        assertThat(script.written.get(1).getAsJsonObject("params"))
                .hasToString("{\"cwd\":\"/home/ada/project\",\"mcpServers\":[],\"sessionId\":\"source\"}");
        assertThat(script.surprises).isEmpty();
    }

    @Test
    void theHistoryThatAnAgentRepeatsWithAForkIsAReplay() {
        fork(
                HELLO,
                OFFERS_FORK,
                FORK,
                update("{\"sessionUpdate\":\"user_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"Hi\"}}"),
                "< {\"id\":1,\"result\":{\"sessionId\":\"s\"}}");

        assertThat(log.await(AgentEvent.Replayed.class).event()).isEqualTo(new AgentEvent.UserChunk(null, "Hi"));
    }

    @Test
    void anAgentThatDoesNotOfferForksIsNotAsked() {
        fork(HELLO, "< {\"id\":0,\"result\":{\"protocolVersion\":1}}");

        assertThat(log.await(AgentEvent.StartFailed.class).text())
                .isEqualTo("Agent does not offer to fork its sessions.");
        assertThat(script.written).hasSize(1);
    }

    @Test
    void aForkThatTheAgentRefusesIsAFailedStartAndNoEmptySession() {
        fork(HELLO, OFFERS_FORK, FORK, "< {\"id\":1,\"error\":{\"code\":-32002,\"message\":\"no such session\"}}");

        assertThat(log.await(AgentEvent.StartFailed.class).text())
                .isEqualTo("Agent could not fork its session: no such session");
        assertThat(script.written).hasSize(2);
    }

    @Test
    void aLoginIsNamedWithTheCommandThatTheAgentGives() {
        start(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1,\"authMethods\":[{\"id\":\"l\",\"name\":\"Log in\","
                        + "\"_meta\":{\"terminal-auth\":{\"command\":\"/opt/my agent/bin\",\"args\":[\"login\"]}}}]}}",
                NEW,
                "< {\"id\":1,\"error\":{\"code\":-32000,\"message\":\"Authentication required\"}}");
        assertThat(log.await(AgentEvent.LoginNeeded.class).command()).isEqualTo("'/opt/my agent/bin' login");
    }

    private static final String LOGINS = "< {\"id\":0,\"result\":{\"protocolVersion\":1,\"authMethods\":["
            + "{\"id\":\"google\",\"name\":\"Log in with Google\",\"description\":\"In a browser\"},"
            + "{\"id\":\"t\",\"name\":\"Terminal\",\"type\":\"terminal\"},"
            + "{\"id\":\"q\",\"name\":\"Quoted\",\"description\":\"Run `agent login`\"},"
            + "{\"id\":\"m\",\"name\":\"Meta\",\"_meta\":{\"terminal-auth\":{\"command\":\"agent\"}}},"
            + "{\"id\":\"key\",\"name\":\"Use a key\",\"type\":\"agent\"}]}}";
    private static final String NO_LOGIN =
            "< {\"id\":1,\"error\":{\"code\":-32000,\"message\":\"Authentication required\"}}";
    private static final String AUTHENTICATE = "> {\"id\":1,\"method\":\"authenticate\"}";

    private void loggingIn(String method, String... lines) {
        script = ScriptedAgent.of(lines);
        AcpSetup setup = new AcpSetup(
                "Agent",
                "agent-cli",
                "/home/ada/project",
                null,
                null,
                null,
                "",
                AcpSetup.Timings.standard(),
                TokenScope.TURN,
                false,
                servers,
                AcpProfile.none(),
                false,
                List.of(),
                method);
        agent = new AcpAgent(setup, script, deadlines, EventLog.WORKERS, log.inbox());
        agent.start();
    }

    @Test
    void theLoginsThatTheAgentDoesItselfAreToldWithoutThoseOfATerminal() {
        loggingIn(null, HELLO, LOGINS, NEW, NO_LOGIN);

        assertThat(log.await(AgentEvent.LoginNeeded.class).methods())
                .containsExactly(
                        new LoginMethod("google", "Log in with Google", "In a browser", ""),
                        new LoginMethod("key", "Use a key", "", ""));
    }

    @Test
    void aChosenLoginComesBeforeTheSession() {
        loggingIn(
                "google",
                HELLO,
                LOGINS,
                AUTHENTICATE,
                "< {\"id\":1,\"result\":{}}",
                NEW.replace('1', '2'),
                STARTED.replace('1', '2'));

        log.await(AgentEvent.Ready.class);
        assertThat(script.written.get(1).toString()).contains("\"methodId\":\"google\"");
    }

    @Test
    void aLoginThatFailsIsAskedForAgainWithItsReason() {
        loggingIn(
                "key", HELLO, LOGINS, AUTHENTICATE, "< {\"id\":1,\"error\":{\"code\":-32603,\"message\":\"no key\"}}");

        AgentEvent.LoginNeeded needed = log.await(AgentEvent.LoginNeeded.class);
        assertThat(needed.text()).startsWith("The login of Agent has failed: no key");
        assertThat(needed.methods()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not offered any more", "t"})
    void aLoginThatTheAgentDoesNotDoIsNotUsed(String method) {
        loggingIn(method, HELLO, LOGINS, NEW, NO_LOGIN);

        log.await(AgentEvent.LoginNeeded.class);
        assertThat(script.written).hasSize(2);
    }

    @Test
    void aLoginInTheBrowserHasTenTimesTheTimeOfAStart() {
        loggingIn("google", HELLO, LOGINS, AUTHENTICATE);
        await().until(() -> script.written.size() == 2 && deadlines.waiting(MINUTE) == 1);
        for (int minute = 0; minute < 9; minute++) {
            startGoesOnAfterAMinute();
        }
        deadlines.pass(MINUTE);

        assertThat(log.await(AgentEvent.StartFailed.class).text()).contains("60 s,");
    }

    @Test
    void theSessionAfterALoginHasTheTimeOfAStart() {
        loggingIn("google", HELLO, LOGINS, AUTHENTICATE, "< {\"id\":1,\"result\":{}}", NEW.replace('1', '2'));
        await().until(() -> script.written.size() == 3 && deadlines.waiting(MINUTE) == 1);
        startGoesOnAfterAMinute();
        deadlines.pass(MINUTE);

        assertThat(log.await(AgentEvent.StartFailed.class).text()).contains("60 s,");
    }

    private String loginByTerminal(String more) {
        script = ScriptedAgent.of(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1,\"authMethods\":[{\"id\":\"l\",\"name\":\"Log in\","
                        + "\"type\":\"terminal\"," + more + "}]}}",
                NEW,
                "< {\"id\":1,\"error\":{\"code\":-32000,\"message\":\"Authentication required\"}}");
        AcpSetup setup = new AcpSetup(
                "Agent",
                "agent-cli",
                "/home/ada/project",
                null,
                null,
                null,
                "agent login",
                AcpSetup.Timings.standard(),
                TokenScope.TURN,
                false,
                servers,
                AcpProfile.none(),
                false,
                List.of("/opt/my agent/bin", "--acp"),
                null);
        agent = new AcpAgent(setup, script, deadlines, EventLog.WORKERS, log.inbox());
        agent.start();
        return log.await(AgentEvent.LoginNeeded.class).command();
    }

    @Test
    void aLoginInATerminalIsTheAgentsOwnCommandWithMoreArgumentsAndVariables() {
        assertThat(loginByTerminal(
                        "\"args\":[\"--login\",\"it's\"],\"env\":{\"LOGIN_MODE\":\"device code\",\"EMPTY\":\"\"}"))
                .isEqualTo("LOGIN_MODE='device code' EMPTY='' '/opt/my agent/bin' --acp --login 'it'\\''s'");
        assertThat(script.written.get(0).toString()).contains("\"auth\":{\"terminal\":true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"args\":[\"two\\nlines\"]",
                "\"args\":[\"hidden\\u202e\"]",
                "\"env\":{\"A B\":\"\"}",
                "\"env\":{\"A\":1}",
                "\"env\":[{\"name\":\"A\",\"value\":\"b\"}]"
            })
    void aLoginThatALineOfAShellCannotShowIsTheKnownOneInstead(String more) {
        assertThat(loginByTerminal(more)).isEqualTo("agent login");
    }

    @Test
    void aLoginThatIsTooLongIsNotCut() {
        assertThat(loginByTerminal("\"args\":[\"" + "x".repeat(2_000) + "\"]")).isEqualTo("agent login");
    }

    @Test
    void aLoginThatExpiresInMidSessionFailsTheTurnAndIsNamed() {
        started(PROMPT, "< {\"id\":2,\"error\":{\"code\":-32000,\"message\":\"Authentication required\"}}");
        agent.prompt("hello");
        assertThat(log.await(AgentEvent.LoginNeeded.class).command()).isEqualTo("agent login");
        assertThat(log.all(AgentEvent.TurnDone.class))
                .singleElement()
                .satisfies(done -> assertThat(done.reason()).isEqualTo(StopReason.FAILED))
                .satisfies(done -> assertThat(done.last())
                        .as("the agent is told as taking no further prompt")
                        .isTrue());
        assertThat(log.events()).last().isInstanceOf(AgentEvent.LoginNeeded.class);
    }

    @Test
    void whatAnAgentTakesInAPromptIsTold() {
        start(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1,\"agentCapabilities\":{\"promptCapabilities\":"
                        + "{\"image\":true,\"audio\":true,\"embeddedContext\":false}}}}",
                NEW,
                "< {\"id\":1,\"result\":{\"sessionId\":\"s\"}}");

        assertThat(log.await(AgentEvent.Ready.class).support()).isEqualTo(new PromptSupport(true, false));
    }

    @Test
    void thePartsOfAPromptAreContentBlocksInTheirOrder() {
        started(PROMPT, "< {\"id\":2,\"result\":{\"stopReason\":\"end_turn\"}}");
        agent.prompt(List.of(
                new PromptPart.Text("look"),
                new PromptPart.Image("image/png", "iVBO", "file:///b/a.png"),
                new PromptPart.Embedded("file:///b/n.md", "text/markdown", "notes"),
                new PromptPart.Link("file:///p/A.java", "A.java", null, 12),
                new PromptPart.Link("file:///p/src", "src", "inode/directory", -1)));
        log.await(AgentEvent.TurnDone.class);

        assertThat(script.written
                        .get(script.written.size() - 1)
                        .getAsJsonObject("params")
                        .get("prompt"))
                .isEqualTo(JsonParser.parseString("""
                    [{"type":"text","text":"look"},
                    {"type":"image","data":"iVBO","mimeType":"image/png","uri":"file:///b/a.png"},
                    {"type":"resource","resource":
                      {"uri":"file:///b/n.md","mimeType":"text/markdown","text":"notes"}},
                    {"type":"resource_link","uri":"file:///p/A.java","name":"A.java","size":12},
                    {"type":"resource_link","uri":"file:///p/src","name":"src","mimeType":"inode/directory"}]\
                    """));
    }

    @Test
    void resumingIsPreferredToLoading() {
        script = ScriptedAgent.of(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true,"
                        + "\"sessionCapabilities\":{\"resume\":{}}}}}",
                "> {\"id\":1,\"method\":\"session/resume\"}",
                "< {\"id\":1,\"result\":{}}");
        startScript("old");
        AgentEvent.Ready ready = log.await(AgentEvent.Ready.class);
        assertThat(ready.memory()).isEqualTo(ContextRestore.KEPT);
        assertThat(ready.agentSessionId()).isEqualTo("old");
    }

    @Test
    void loadingIsTriedTwiceBeforeTheMemoryIsLost() {
        String gone = ",\"error\":{\"code\":-32002,\"message\":\"not found\"}}";
        script = ScriptedAgent.of(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true}}}",
                "> {\"id\":1,\"method\":\"session/load\"}",
                "< {\"id\":1" + gone,
                "> {\"id\":2,\"method\":\"session/load\"}",
                "< {\"id\":2" + gone,
                "> {\"id\":3,\"method\":\"session/new\"}",
                "< {\"id\":3,\"result\":{\"sessionId\":\"fresh\"}}");
        startScript("old");
        Duration retry = AcpSetup.Timings.standard().retry();
        await().until(() -> deadlines.waiting(retry) == 1);
        deadlines.pass(retry);
        AgentEvent.Ready ready = log.await(AgentEvent.Ready.class);
        assertThat(ready.memory()).isEqualTo(ContextRestore.LOST);
        assertThat(ready.agentSessionId()).isEqualTo("fresh");
    }

    @Test
    void aModeThatAsksNothingIsLeftBeforeTheAgentIsReady() {
        start(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1}}",
                NEW,
                "< {\"id\":1,\"result\":{\"sessionId\":\"s\",\"modes\":{\"currentModeId\":\"yolo\",\"availableModes\":["
                        + "{\"id\":\"yolo\",\"name\":\"YOLO\"},{\"id\":\"ask\",\"name\":\"Ask\"}]}}}",
                "> {\"id\":2,\"method\":\"session/set_mode\"}",
                "< {\"id\":2,\"result\":{}}");
        assertThat(log.await(AgentEvent.ModeChanged.class).current()).isEqualTo("ask");
        assertThat(log.all(AgentEvent.ModeChanged.class)).hasSize(1);
        assertThat(script.written.get(2).getAsJsonObject("params"))
                .hasToString("{\"sessionId\":\"s\",\"modeId\":\"ask\"}");
    }

    @Test
    void aModeThatTheAgentRefusesIsARemarkAndNoChange() {
        started(
                "> {\"id\":2,\"method\":\"session/set_mode\"}",
                "< {\"id\":2,\"error\":{\"code\":-32602,\"message\":\"There is no mode none.\"}}");
        agent.setMode("none");
        AgentEvent.Remark remark = log.await(AgentEvent.Remark.class);

        assertThat(remark.code()).isEqualTo("notChanged");
        assertThat(remark.text()).contains("mode none").contains("There is no mode none.");
        assertThat(log.all(AgentEvent.ModeChanged.class)).isEmpty();
    }

    @Test
    void whatComesBeforeTheSessionIsToldAfterReady() {
        start(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1}}",
                NEW,
                update("{\"sessionUpdate\":\"session_info_update\",\"title\":\"T\"}"),
                STARTED);
        log.await(AgentEvent.TitleChanged.class);
        assertThat(log.events().get(0)).isInstanceOf(AgentEvent.Ready.class);
    }

    @Test
    void aPermissionMayBeTheFirstThatIsHeardOfATool() {
        started(
                PROMPT,
                "< {\"id\":\"p\",\"method\":\"session/request_permission\",\"params\":{\"sessionId\":\"s\",\"toolCall\":{\"toolCallId\":\"c\",\"title\":\"rm"
                        + " x\",\"kind\":\"execute\",\"status\":\"pending\","
                        + "\"rawInput\":{\"command\":[\"rm\",\"-f\",\"x\"]}},"
                        + "\"options\":[{\"optionId\":\"o\",\"name\":\"Yes\",\"kind\":\"allow_once\"},"
                        + "{\"optionId\":\"q\",\"name\":\"Other\",\"kind\":\"new_kind\"}]}}",
                "> {\"id\":\"p\",\"result\":{\"outcome\":{\"outcome\":\"selected\",\"optionId\":\"o\"}}}",
                DONE);
        agent.prompt("go");
        AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
        assertThat(log.all(AgentEvent.ToolCall.class))
                .containsExactly(new AgentEvent.ToolCall(
                        "c",
                        new ToolCallPatch(
                                "rm x",
                                ToolKind.EXECUTE,
                                ToolStatus.PENDING,
                                null,
                                null,
                                "{\"command\":[\"rm\",\"-f\",\"x\"]}",
                                null,
                                0)));
        assertThat(ask.detail()).isEqualTo("```\nrm -f x\n```");
        assertThat(ask.toolKind()).isEqualTo(ToolKind.EXECUTE);
        assertThat(ask.object()).isEqualTo("rm -f x");
        agent.answer(ask.askId(), new Answer.Option("o"));
        agent.answer(ask.askId(), new Answer.Option("q"));
        log.await(AgentEvent.TurnDone.class);
    }

    private static final String SERVERS_AS_SENT =
            "[{\"name\":\"files\",\"command\":\"/bin/files\",\"args\":[\"--all\"],"
                    + "\"env\":[{\"name\":\"TOKEN\",\"value\":\"secret\"}]}]";

    private void withServers() {
        servers = AcpServerOffer.sent(
                List.of(new McpServerEntry("files", List.of("/bin/files", "--all"), Map.of("TOKEN", "secret"))));
    }

    private String serversOf(String method) {
        return script.written.stream()
                .filter(message -> message.has("method")
                        && message.get("method").getAsString().equals(method))
                .findFirst()
                .orElseThrow()
                .getAsJsonObject("params")
                .get("mcpServers")
                .toString();
    }

    @Test
    void theServersOfTheHostGoWithANewSessionWhichSaysSoWithoutTheirSecrets() {
        withServers();
        started();
        assertThat(serversOf("session/new")).isEqualTo(SERVERS_AS_SENT);
        AgentEvent.Remark remark = log.await(AgentEvent.Remark.class);
        assertThat(remark.code()).isEqualTo("mcpServers");
        assertThat(remark.warning()).isFalse();
        assertThat(remark.sentence().text()).isEqualTo("The agent gets these MCP servers of the host: files.");
        assertThat(servers.toString()).doesNotContain("secret");
    }

    @Test
    void theServersOfTheHostGoWithAResumedAndWithALoadedSession() {
        withServers();
        script = ScriptedAgent.of(
                HELLO,
                "< {\"id\":0,\"result\":{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true,"
                        + "\"sessionCapabilities\":{\"resume\":{}}}}}",
                "> {\"id\":1,\"method\":\"session/resume\"}",
                "< {\"id\":1,\"error\":{\"code\":-32603,\"message\":\"no\"}}",
                "> {\"id\":2,\"method\":\"session/load\"}",
                "< {\"id\":2,\"result\":{}}");
        startScript("s");
        await().until(() -> script.written.size() == 3);
        assertThat(serversOf("session/resume")).isEqualTo(SERVERS_AS_SENT);
        assertThat(serversOf("session/load")).isEqualTo(SERVERS_AS_SENT);
    }

    @Test
    void aQuestionThatTheAgentWithdrawsIsClosed() {
        started(
                PROMPT,
                "< {\"id\":7,\"method\":\"elicitation/create\",\"params\":{\"sessionId\":\"s\",\"mode\":\"form\","
                        + "\"message\":\"Name?\\nFor the log.\",\"requestedSchema\":{\"type\":\"object\","
                        + "\"properties\":{\"n\":{\"type\":\"string\"}}}}}",
                "< {\"method\":\"$/cancel_request\",\"params\":{\"requestId\":7}}",
                "> {\"id\":7,\"result\":{\"action\":\"cancel\"}}",
                DONE);
        agent.prompt("go");
        AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
        assertThat(ask.kind()).isEqualTo(PendingKind.QUESTION);
        assertThat(ask.title()).isEqualTo("Name?");
        assertThat(ask.detail()).isEqualTo("For the log.");
        assertThat(log.await(AgentEvent.AskWithdrawn.class).askId()).isEqualTo(ask.askId());
        log.await(AgentEvent.TurnDone.class);
    }

    private static String byLink(String url) {
        return "< {\"id\":7,\"method\":\"elicitation/create\",\"params\":{\"sessionId\":\"s\",\"mode\":\"url\","
                + "\"message\":\"Log in\\nThen go on.\",\"url\":\"" + url + "\",\"elicitationId\":\"e\"}}";
    }

    @Test
    void aQuestionByLinkIsAcceptedWithoutContentOrDeclined() {
        started(
                PROMPT,
                byLink("https://example.org/login?x=1"),
                "> {\"id\":7,\"result\":{\"action\":\"accept\"}}",
                byLink("https://example.org/login?x=2"),
                "> {\"id\":7,\"result\":{\"action\":\"decline\"}}",
                DONE);
        agent.prompt("go");
        AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
        assertThat(ask.title()).isEqualTo("Log in");
        assertThat(ask.detail()).isEqualTo("Then go on.");
        assertThat(ask.fields())
                .containsExactly(new QuestionField(
                        "url",
                        "example.org",
                        "",
                        QuestionField.Type.LINK,
                        List.of(),
                        "https://example.org/login?x=1",
                        false));
        agent.answer(ask.askId(), new Answer.Form(Map.of()));
        await().until(() -> log.all(AgentEvent.Ask.class).size() == 2);
        agent.answer(log.all(AgentEvent.Ask.class).get(1).askId(), new Answer.Decline());
        log.await(AgentEvent.TurnDone.class);
    }

    @Test
    void aLinkThatThePersonHasFollowedElsewhereIsAcceptedAndClosed() {
        started(
                PROMPT,
                byLink("https://example.org"),
                "< {\"method\":\"elicitation/complete\",\"params\":{\"elicitationId\":\"other\"}}",
                "< {\"method\":\"elicitation/complete\",\"params\":{\"elicitationId\":\"e\"}}",
                "> {\"id\":7,\"result\":{\"action\":\"accept\"}}",
                DONE);
        agent.prompt("go");
        AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
        assertThat(log.await(AgentEvent.AskWithdrawn.class).askId()).isEqualTo(ask.askId());
        log.await(AgentEvent.TurnDone.class);
    }

    @Test
    void aLinkThatMayNotBeOpenedIsRefusedWithAReason() {
        started(PROMPT, byLink("file:///etc/passwd"), DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.all(AgentEvent.Ask.class)).isEmpty();
        assertThat(log.await(AgentEvent.Remark.class).text()).contains("is not https");
        await().until(() ->
                script.written.stream().anyMatch(message -> message.toString().contains("-32602")));
    }

    @Test
    void aTurnThatEndsWithAnOpenQuestionWithdrawsIt() {
        started(
                PROMPT,
                "< {\"id\":9,\"method\":\"session/request_permission\",\"params\":{\"sessionId\":\"s\","
                        + "\"toolCall\":{\"toolCallId\":\"c\"},\"options\":[]}}",
                DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.events()).element(log.events().size() - 2).isInstanceOf(AgentEvent.AskWithdrawn.class);
        await().until(() ->
                script.written.stream().anyMatch(message -> message.toString().contains("\"outcome\":\"cancelled\"")));
    }

    @Test
    void askingDuringACancelIsAnsweredAsCancelled() {
        started(
                PROMPT,
                "> {\"method\":\"session/cancel\"}",
                "< {\"id\":9,\"method\":\"session/request_permission\",\"params\":{\"sessionId\":\"s\","
                        + "\"toolCall\":{\"toolCallId\":\"c\"},\"options\":[]}}",
                "> {\"id\":9,\"result\":{\"outcome\":{\"outcome\":\"cancelled\"}}}",
                "< {\"id\":2,\"error\":{\"code\":-32603,\"message\":\"aborted\"}}");
        agent.prompt("go");
        agent.cancel();
        agent.cancel();
        assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.CANCELLED);
        assertThat(log.all(AgentEvent.Ask.class)).isEmpty();
    }

    @Test
    void updatesOfAnotherSessionAreKeptApart() {
        started(
                PROMPT,
                "< {\"method\":\"session/update\",\"params\":{\"sessionId\":\"other\",\"update\":{"
                        + "\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}}}",
                DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.text()).isEmpty();
        assertThat(log.await(AgentEvent.Unknown.class).sourceKind()).isEqualTo("otherSession/agent_message_chunk");
    }

    @Test
    void picturesSoundsAndEmbeddedFilesAreMediaWithANameAndAType() {
        started(
                PROMPT,
                content(
                        "{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"AQID\",\"uri\":\"file:///tmp/plot.png?x#y\"}"),
                content("{\"type\":\"audio\",\"mimeType\":\"AUDIO/Mpeg\",\"data\":\"AQID\"}"),
                content("{\"type\":\"resource\",\"resource\":{\"uri\":\"db://x/\",\"blob\":\"AQID\",\"mimeType\":\"a"
                        + " b\"}}"),
                content("{\"type\":\"image\",\"mimeType\":\"image/svg+xml\",\"data\":\"" + "A".repeat(7_000_000)
                        + "\"}"),
                content(
                        "{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"\",\"uri\":\"https://a.example/b.png\"}"),
                content("{\"type\":\"resource\",\"resource\":{\"uri\":\"file:///a.txt\",\"text\":\" and text\"}}"),
                DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.all(AgentEvent.Media.class))
                .containsExactly(
                        new AgentEvent.Media(null, false, "plot.png", "image/png", 3, "AQID"),
                        new AgentEvent.Media(null, false, "audio.mpeg", "audio/mpeg", 3, "AQID"),
                        new AgentEvent.Media(
                                null, false, "resource.octet-stream", "application/octet-stream", 3, "AQID"),
                        new AgentEvent.Media(null, false, "image.svg", "image/svg+xml", 5_250_000, ""));
        assertThat(log.text())
                .isEqualTo("[b.png](https://a.example/b.png)\n\n[a.txt](file:///a.txt)\n\n```txt\n and text\n```\n\n");
        assertThat(log.all(AgentEvent.Unknown.class)).isEmpty();
    }

    @Test
    void anUpdateWithAnIdThatIsTooLongIsUnknown() {
        String longest = "i".repeat(AcpUpdates.MAX_ID);
        started(
                PROMPT,
                update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"" + longest + "\",\"title\":\"T\"}"),
                update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"" + longest + "i\",\"title\":\"T\"}"),
                update("{\"sessionUpdate\":\"compaction_update\",\"compactionId\":\"" + longest + "i\"}"),
                DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);

        assertThat(log.all(AgentEvent.ToolCall.class))
                .extracting(AgentEvent.ToolCall::toolCallId)
                .containsExactly(longest);
        assertThat(log.all(AgentEvent.Unknown.class))
                .extracting(AgentEvent.Unknown::sourceKind)
                .containsExactly("tool_call", "compaction_update");
    }

    @Test
    void aFileOfTheLargestSizeIsTakenWhole() {
        String base64 = Base64.getEncoder().encodeToString(new byte[AgentEvent.Media.MAX_BYTES]);
        started(PROMPT, content("{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"" + base64 + "\"}"), DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);

        assertThat(log.all(AgentEvent.Media.class))
                .extracting(media -> media.base64().length())
                .containsExactly(base64.length());
    }

    @Test
    void aCompactionIsAnUpsertWhoseMembersAreLeftClearedOrReplaced() {
        started(
                PROMPT,
                update("{\"sessionUpdate\":\"compaction_update\",\"compactionId\":\"c\",\"status\":\"in_progress\"}"),
                update("{\"sessionUpdate\":\"compaction_summary_chunk\",\"compactionId\":\"c\",\"content\":"
                        + "{\"type\":\"text\",\"text\":\"Kept: \"}}"),
                update("{\"sessionUpdate\":\"compaction_update\",\"compactionId\":\"c\",\"status\":\"completed\","
                        + "\"summary\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image\",\"data\":\"AA==\","
                        + "\"mimeType\":\"image/png\"}],\"error\":null}"),
                update(
                        "{\"sessionUpdate\":\"compaction_update\",\"compactionId\":\"c\",\"status\":\"_odd\",\"summary\":null}"),
                DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.all(AgentEvent.Compaction.class))
                .containsExactly(
                        new AgentEvent.Compaction("c", AgentEvent.CompactionStatus.IN_PROGRESS, null, false, null),
                        new AgentEvent.Compaction("c", null, "Kept: ", true, null),
                        new AgentEvent.Compaction("c", AgentEvent.CompactionStatus.COMPLETED, "a[image]", false, ""),
                        new AgentEvent.Compaction("c", AgentEvent.CompactionStatus.IN_PROGRESS, "", false, null));
        assertThat(log.all(AgentEvent.Unknown.class)).isEmpty();
    }

    @Test
    void anAddressOrANameCannotEndTheLinkOfAResource() {
        started(
                PROMPT,
                content("{\"type\":\"resource_link\",\"name\":\"a](https://evil.example) [\",\"uri\":\"file:///p/a"
                        + " (1).txt\"}"),
                content("{\"type\":\"resource_link\",\"name\":\"long\",\"uri\":\"file:///" + "a".repeat(5_000) + "\"}"),
                content("{\"type\":\"resource\",\"resource\":{\"uri\":\"file:///p/n.md\",\"text\":\"a\\n````\\nb\"}}"),
                DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.text())
                .isEqualTo("[a\\](https://evil.example) \\[](file:///p/a%20%281%29.txt)long"
                        + "\n\n[n.md](file:///p/n.md)\n\n`````md\na\n````\nb\n`````\n\n");
    }

    @Test
    void aSessionInfoWithoutATitleIsNoUnknownUpdate() {
        started(
                PROMPT,
                update("{\"sessionUpdate\":\"session_info_update\",\"updatedAt\":\"2026-01-01T00:00:00Z\"}"),
                update("{\"sessionUpdate\":\"session_info_update\",\"title\":null}"),
                DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.all(AgentEvent.Unknown.class)).isEmpty();
    }

    private static String content(String block) {
        return update("{\"sessionUpdate\":\"agent_message_chunk\",\"content\":" + block + "}");
    }

    @Test
    void linksAreTextNoticesAreRemarksAndWhatIsUnknownIsKeptAsItCame() {
        started(
                PROMPT,
                update("{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"resource_link\","
                        + "\"name\":\"a.txt\",\"uri\":\"file:///a.txt\"}}"),
                update(
                        "{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"hologram\",\"mimeType\":\"image/png\","
                                + "\"data\":\"" + "A".repeat(100_000) + "\"}}"),
                update(
                        "{\"sessionUpdate\":\"notice\",\"severity\":\"warning\",\"title\":\"Slow\",\"description\":\"disk\"}"),
                DONE);
        agent.prompt("go");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.text()).isEqualTo("[a.txt](file:///a.txt)");
        assertThat(log.await(AgentEvent.Unknown.class).json())
                .contains("omittedCharacters")
                .hasSizeLessThan(200);
        assertThat(log.await(AgentEvent.Remark.class))
                .isEqualTo(new AgentEvent.Remark(true, "agentNotice", "Slow: disk"));
    }

    @Test
    void anUnknownStopReasonIsGivenInTheAgentsWord() {
        started(PROMPT, "< {\"id\":2,\"result\":{\"stopReason\":\"lunch\"}}");
        agent.prompt("go");
        assertThat(log.await(AgentEvent.TurnDone.class)).isEqualTo(new AgentEvent.TurnDone(StopReason.OTHER, "lunch"));
    }

    @Test
    void anExitInMidTurnEndsTheTurnWithTheLastWords() {
        started(PROMPT);
        agent.prompt("go");
        script.exit(139, "segfault\n");
        assertThat(log.await(AgentEvent.Exited.class).exitCode()).isEqualTo(139);
        assertThat(log.await(AgentEvent.TurnDone.class).text()).contains("SEGV").contains("segfault");
        agent.prompt("more");
        assertThat(log.events()).last().isInstanceOf(AgentEvent.Exited.class);
    }

    @Test
    void aProgramThatPrintsOnlyGarbageDoesNotFloodTheSession() {
        String[] lines = new String[1002];
        lines[0] = HELLO;
        Arrays.fill(lines, 1, 1001, "< npm WARN");
        lines[1001] = "< {\"id\":0,\"error\":{\"code\":1,\"message\":\"no\"}}";
        start(lines);
        log.await(AgentEvent.StartFailed.class);
        List<AgentEvent.Malformed> malformed = log.all(AgentEvent.Malformed.class);
        assertThat(malformed).hasSizeLessThan(40);
        assertThat(malformed).last().isEqualTo(new AgentEvent.Malformed(512, "npm WARN"));
    }

    /** Continues the script after a normal start. */
    private void started(String... more) {
        String[] lines = new String[4 + more.length];
        lines[0] = HELLO;
        lines[1] = "< {\"id\":0,\"result\":{\"protocolVersion\":1}}";
        lines[2] = NEW;
        lines[3] = STARTED;
        System.arraycopy(more, 0, lines, 4, more.length);
        start(lines);
        log.await(AgentEvent.Ready.class);
    }

    private void start(String... lines) {
        script = ScriptedAgent.of(lines);
        startScript(null);
    }

    private void startScript(String resume) {
        startWith(script, resume);
    }

    private void startWith(AgentPipe.Starter starter, String resume) {
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
                false,
                servers);
        agent = new AcpAgent(setup, starter, deadlines, EventLog.WORKERS, log.inbox());
        agent.start();
    }

    private static String update(String update) {
        return "< {\"method\":\"session/update\",\"params\":{\"sessionId\":\"s\",\"update\":" + update + "}}";
    }
}

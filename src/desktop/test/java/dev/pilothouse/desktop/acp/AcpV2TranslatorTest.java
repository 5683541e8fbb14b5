package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ProtocolTwoIT} has the usual course of a session; these are the orders of messages that are hard to cause. */
class AcpV2TranslatorTest {
    private final List<String> agent = new ArrayList<>();
    private final List<String> host = new ArrayList<>();
    private final AcpV2Translator translator = new AcpV2Translator(2, line -> {
        agent.add(line);
        return WriteResult.ACCEPTED;
    });

    private static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":" + id + "}";
    }

    private void say(String line) {
        translator.accept(
                new Line.Text(line, false), heard -> host.add(heard.match(Line.Text::text, Line.TooLong::head)));
    }

    private void update(String update) {
        say("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"s\",\"update\":" + update
                + "}}");
    }

    private void state(String members) {
        update("{\"sessionUpdate\":\"state_update\"," + members + "}");
    }

    private void initialize() {
        translator.write(request(1, "initialize", "{\"protocolVersion\":1,\"clientInfo\":{\"name\":\"x\"}}"));
        say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":2,\"info\":{\"name\":\"a\"},"
                + "\"capabilities\":{\"session\":{\"mcp\":{\"http\":{}}}},"
                + "\"authMethods\":[{\"methodId\":\"m\",\"type\":\"agent\",\"name\":\"M\"}]}}");
    }

    private void prompt(int id) {
        translator.write(request(id, "session/prompt", "{\"sessionId\":\"s\",\"prompt\":[]}"));
    }

    private void accept(int id) {
        say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"messageId\":\"u\"}}");
    }

    private void echo() {
        update("{\"sessionUpdate\":\"user_message\",\"messageId\":\"u\",\"content\":[]}");
    }

    private List<String> outcomes() {
        return host.stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(line -> line.has("id") && line.get("id").getAsInt() > 1)
                .map(line -> line.get("id") + " "
                        + (line.has("error")
                                ? line.getAsJsonObject("error").get("message").getAsString()
                                : line.getAsJsonObject("result")
                                        .get("stopReason")
                                        .getAsString()))
                .toList();
    }

    private JsonObject lastUpdate() {
        return JsonParser.parseString(host.get(host.size() - 1))
                .getAsJsonObject()
                .getAsJsonObject("params")
                .getAsJsonObject("update");
    }

    @Test
    void theAnswerToInitializeBecomesOneOfVersionOne() {
        initialize();
        assertThat(JsonParser.parseString(agent.get(0))
                        .getAsJsonObject()
                        .getAsJsonObject("params")
                        .keySet())
                .contains("protocolVersion", "clientInfo", "info", "capabilities");
        JsonObject result =
                JsonParser.parseString(host.get(0)).getAsJsonObject().getAsJsonObject("result");
        assertThat(result.get("protocolVersion").getAsInt()).isEqualTo(1);
        JsonObject offered = result.getAsJsonObject("agentCapabilities");
        assertThat(offered.get("loadSession").getAsBoolean()).isTrue();
        assertThat(offered.getAsJsonObject("sessionCapabilities").keySet())
                .containsExactlyInAnyOrder("list", "resume", "close");
        assertThat(offered.getAsJsonObject("mcpCapabilities").get("http").getAsBoolean())
                .isTrue();
        assertThat(result.getAsJsonArray("authMethods")
                        .get(0)
                        .getAsJsonObject()
                        .get("id")
                        .getAsString())
                .isEqualTo("m");
        assertThat(translator.version()).isEqualTo(2);
    }

    private void message(String id, String text) {
        update("{\"sessionUpdate\":\"agent_message\",\"messageId\":\"" + id
                + "\",\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }

    private String lastText() {
        return lastUpdate().getAsJsonObject("content").get("text").getAsString();
    }

    @Test
    void ofManyLongMessagesTheOldestAreForgotten() {
        initialize();
        message("m", "One");
        message("m", "One, two");
        assertThat(lastText()).isEqualTo(", two");

        for (int i = 0; i < 6; i++) {
            message("long" + i, "x".repeat(200_000));
        }
        message("long5", "x".repeat(200_000) + "y");
        assertThat(lastText()).isEqualTo("y");
        message("m", "One, two");
        assertThat(lastText()).isEqualTo("One, two");
    }

    @Test
    void ofManyLargeToolCallsTheOldestAreForgotten() {
        initialize();
        for (int i = 0; i < 25; i++) {
            update("{\"sessionUpdate\":\"tool_call_content_chunk\",\"toolCallId\":\"c" + i
                    + "\",\"content\":{\"type\":\"content\",\"content\":{\"type\":\"text\",\"text\":\""
                    + "x".repeat(200_000) + "\"}}}");
        }
        for (String call : List.of("c24", "c0")) {
            update("{\"sessionUpdate\":\"tool_call_content_chunk\",\"toolCallId\":\"" + call
                    + "\",\"content\":{\"type\":\"content\",\"content\":{\"type\":\"text\",\"text\":\""
                    + "y".repeat(50_000) + "\"}}}");
            assertThat(lastUpdate().getAsJsonArray("content")).hasSize(call.equals("c0") ? 1 : 2);
        }
    }

    @Test
    void anIdThatIsTooLongIsNotKept() {
        initialize();
        String id = "m".repeat(AcpUpdates.MAX_ID + 1);
        update("{\"sessionUpdate\":\"agent_message_chunk\",\"messageId\":\"" + id
                + "\",\"content\":{\"type\":\"text\",\"text\":\"One\"}}");
        assertThat(lastText()).isEqualTo("One");

        message(id, "One, two");

        assertThat(lastText()).isEqualTo("One, two");
        assertThat(host.get(host.size() - 1)).hasSizeLessThan(AcpUpdates.MAX_ID);
    }

    @Test
    void anAgentThatRefusesTheVersionIsOfferedVersionOne() {
        String offer = request(1, "initialize", "{\"protocolVersion\":1}");
        translator.write(offer);
        say("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32022,\"message\":\"no\"}}");
        assertThat(host).isEmpty();
        assertThat(agent).last().isEqualTo(offer);
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":1}}";
        say(answer);
        prompt(2);
        assertThat(host).containsExactly(answer);
        assertThat(translator.version()).isEqualTo(1);
    }

    @Test
    void aTurnEndsOnceThePromptIsAcceptedAndTheAgentIdle() {
        initialize();
        prompt(2);
        accept(2);
        state("\"state\":\"running\"");
        assertThat(outcomes()).isEmpty();
        state("\"state\":\"_thinking\"");
        assertThat(outcomes()).isEmpty();
        state("\"state\":\"idle\",\"stopReason\":\"max_tokens\"");
        state("\"state\":\"idle\",\"stopReason\":\"max_tokens\"");
        assertThat(outcomes()).containsExactly("2 max_tokens");
    }

    @Test
    void anAgentThatAnswersOnlyAtTheEndOfItsWorkEndsTheTurnWithTheAnswer() {
        initialize();
        prompt(2);
        echo();
        state("\"state\":\"running\"");
        state("\"state\":\"idle\",\"stopReason\":\"end_turn\"");
        assertThat(outcomes()).isEmpty();
        accept(2);
        assertThat(outcomes()).containsExactly("2 end_turn");
    }

    @Test
    void anAgentThatShowsNoPromptAndAnswersLateEndsTheTurnWithTheAnswer() {
        initialize();
        prompt(2);
        state("\"state\":\"running\"");
        state("\"state\":\"idle\",\"stopReason\":\"end_turn\"");
        assertThat(outcomes()).isEmpty();
        accept(2);
        assertThat(outcomes()).containsExactly("2 end_turn");
    }

    @Test
    void theEndOfEarlierWorkDoesNotEndATurn() {
        initialize();
        state("\"state\":\"running\"");
        prompt(2);
        state("\"state\":\"idle\",\"stopReason\":\"end_turn\"");
        accept(2);
        state("\"state\":\"idle\",\"stopReason\":\"end_turn\",\"background\":[]");
        assertThat(outcomes()).isEmpty();
        state("\"state\":\"running\"");
        state("\"state\":\"idle\",\"stopReason\":\"cancelled\"");
        assertThat(outcomes()).containsExactly("2 cancelled");
    }

    @Test
    void earlierWorkThatGoesOnDoesNotEndATurn() {
        initialize();
        state("\"state\":\"running\"");
        prompt(2);
        state("\"state\":\"requires_action\"");
        state("\"state\":\"running\"");
        state("\"state\":\"idle\",\"stopReason\":\"end_turn\"");
        accept(2);
        assertThat(outcomes()).isEmpty();
        state("\"state\":\"running\"");
        state("\"state\":\"idle\",\"stopReason\":\"max_tokens\"");
        assertThat(outcomes()).containsExactly("2 max_tokens");
    }

    @Test
    void aPromptThatIsRefusedAndOneThatFailsAreErrors() {
        initialize();
        prompt(2);
        say("{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32603,\"message\":\"busy\"}}");
        prompt(3);
        accept(3);
        state("\"state\":\"running\"");
        state("\"state\":\"idle\",\"stopReason\":\"error\",\"error\":{\"code\":-32603,\"message\":\"away\"}");
        assertThat(outcomes()).containsExactly("2 busy", "3 away");
    }

    @Test
    void aLongMessageIsNotShownTwiceByItsCompleteText() {
        initialize();
        String half = "x".repeat(200_000);
        for (int i = 0; i < 2; i++) {
            update(
                    "{\"sessionUpdate\":\"agent_message_chunk\",\"messageId\":\"m\",\"content\":{\"type\":\"text\",\"text\":\""
                            + half + "\"}}");
        }
        int before = host.size();
        update("{\"sessionUpdate\":\"agent_message\",\"messageId\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\""
                + half + half + "!\"}]}");
        assertThat(host).hasSize(before + 1);
        assertThat(lastUpdate().getAsJsonObject("content").get("text").getAsString())
                .isEqualTo("!");
    }

    @Test
    void theOutputOfATerminalIsBoundedAndComplete() {
        initialize();
        update("{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"c\","
                + "\"content\":[{\"type\":\"terminal\",\"terminalId\":\"t\"}]}");
        int before = host.size();
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < 6_000; i++) {
            String line = "line " + i + " ä\n";
            whole.append(line);
            update("{\"sessionUpdate\":\"terminal_output_chunk\",\"terminalId\":\"t\",\"data\":\""
                    + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8)) + "\"}");
        }
        assertThat(host.size() - before).isLessThan(200);
        translator.end(line -> host.add(line.match(Line.Text::text, Line.TooLong::head)));
        String shown = lastUpdate()
                .getAsJsonObject("_meta")
                .getAsJsonObject("terminal_output")
                .get("data")
                .getAsString();
        byte[] bytes = whole.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(shown).isEqualTo(new String(bytes, bytes.length - 64 * 1024, 64 * 1024, StandardCharsets.UTF_8));
    }

    @Test
    void theTurnOfASessionEndsHoweverManyOthersTheAgentHas() {
        initialize();
        prompt(2);
        accept(2);
        state("\"state\":\"running\"");
        for (int i = 0; i < 200; i++) {
            say("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"other" + i
                    + "\",\"update\":{\"sessionUpdate\":\"state_update\",\"state\":\"running\"}}}");
        }
        state("\"state\":\"idle\",\"stopReason\":\"end_turn\"");
        assertThat(outcomes()).containsExactly("2 end_turn");
    }

    @Test
    void theContentOfACallWithATerminalIsNotSentAgainForEachChunk() {
        initialize();
        update("{\"sessionUpdate\":\"terminal_update\",\"terminalId\":\"t\",\"output\":{\"data\":\"YQ==\"}}");
        update("{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"c\","
                + "\"content\":[{\"type\":\"terminal\",\"terminalId\":\"t\"}]}");
        int before = host.size();
        for (int i = 0; i < 1_000; i++) {
            contentChunk("c", "line " + i);
        }
        state("\"state\":\"idle\",\"stopReason\":\"end_turn\"");
        assertThat(host.size() - before).isLessThan(100);
        assertThat(lastUpdate().toString()).contains("line 0", "line 999");
    }

    @Test
    void theContentOfTheOldestCallsIsForgotten() {
        initialize();
        String half = "x".repeat(120_000);
        contentChunk("first", half);
        for (int i = 0; i < 100; i++) {
            contentChunk("c" + i, half);
            contentChunk("last", "y");
        }
        contentChunk("first", "more");
        assertThat(lastUpdate().toString().length()).isLessThan(1_000);
        contentChunk("last", "z".repeat(10_000));
        assertThat(lastUpdate().getAsJsonArray("content")).hasSizeGreaterThan(50);
    }

    private void contentChunk(String call, String text) {
        update("{\"sessionUpdate\":\"tool_call_content_chunk\",\"toolCallId\":\"" + call
                + "\",\"content\":{\"type\":\"content\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}}}");
    }

    @Test
    void requestsHaveTheNamesOfVersionTwo() {
        initialize();
        translator.write(
                request(
                        2,
                        "session/load",
                        "{\"sessionId\":\"s\",\"cwd\":\"/\",\"mcpServers\":[{\"name\":\"x\",\"command\":\"y\"},{\"type\":\"http\",\"name\":\"z\"}]}"));
        translator.write(request(
                3, "session/set_config_option", "{\"sessionId\":\"s\",\"configId\":\"mode\",\"value\":\"ask\"}"));
        translator.write(request(4, "logout", "{}"));
        assertThat(agent.subList(1, 4))
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"session/resume\",\"params\":{\"sessionId\":\"s\",\"cwd\":\"/\","
                                + "\"mcpServers\":[{\"name\":\"x\",\"command\":\"y\",\"type\":\"stdio\"},{\"type\":\"http\",\"name\":\"z\"}],"
                                + "\"replayFrom\":{\"type\":\"start\"}},\"id\":2}",
                        "{\"jsonrpc\":\"2.0\",\"method\":\"session/set_config_option\",\"params\":{\"sessionId\":\"s\","
                                + "\"configId\":\"mode\",\"value\":\"ask\",\"type\":\"id\"},\"id\":3}",
                        "{\"jsonrpc\":\"2.0\",\"method\":\"auth/logout\",\"params\":{},\"id\":4}");
    }
}

package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages are those of the adapter of Claude Code, version 0.85.1, and of GitHub Copilot 1.0.102. */
class AcpSubagentTranslatorTest {
    private final List<AgentEvent> events = new ArrayList<>();
    private final AcpEventTranslator translator = new AcpEventTranslator(events::add);

    @BeforeEach
    void ready() {
        translator.ready("s");
        events.clear();
        update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"task\",\"title\":\"Explore\",\"kind\":\"think\"}");
    }

    private void update(String json) {
        translator.update(new JsonFields(JsonParser.parseString(json).getAsJsonObject()), true, json.length());
    }

    private void words(String messageId, String text) {
        update("{\"sessionUpdate\":\"agent_message_chunk\",\"messageId\":\"" + messageId
                + "\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"},"
                + "\"_meta\":{\"claudeCode\":{\"parentToolUseId\":\"task\"}}}");
    }

    private List<AgentEvent.ToolCall> calls() {
        return events.stream().map(AgentEvent.ToolCall.class::cast).toList();
    }

    private static String text(AgentEvent.ToolCall call) {
        return ((ToolContent.Text) call.patch().content().get(0)).text();
    }

    @Test
    void aToolCallOfASubagentNamesTheCallThatStartedIt() {
        update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"read\",\"title\":\"Read a.txt\","
                + "\"_meta\":{\"claudeCode\":{\"toolName\":\"Read\",\"parentToolUseId\":\"task\"}}}");
        translator.permissionCall(
                new JsonFields(JsonParser.parseString("{\"toolCall\":{\"toolCallId\":\"run\",\"title\":\"make\","
                                + "\"_meta\":{\"claudeCode\":{\"parentToolUseId\":\"task\"}}}}")
                        .getAsJsonObject()),
                100);
        assertThat(calls()).extracting(AgentEvent.ToolCall::parentId).containsExactly(null, "task", "task");
    }

    @Test
    void theWordsOfASubagentAreARowOfItsOwnAndNotTheAgentsMessage() {
        words("m1", "I looked.");
        words("m1", "\\nNothing is wrong.");
        words("m2", "Done.");
        translator.turnEnded();
        assertThat(calls().subList(1, calls().size())).allSatisfy(call -> {
            assertThat(call.parentId()).isEqualTo("task");
            assertThat(call.patch().kind()).isEqualTo(ToolKind.THINK);
        });
        AgentEvent.ToolCall last = calls().get(calls().size() - 1);
        AgentEvent.ToolCall first = calls().get(calls().size() - 2);
        assertThat(text(first)).isEqualTo("I looked.\nNothing is wrong.");
        assertThat(text(last)).isEqualTo("Done.");
        assertThat(first.toolCallId()).isNotEqualTo(last.toolCallId());
    }

    @Test
    void longWordsAreSentFewTimesAndCompleteOnceTheCallIsDone() {
        for (int i = 0; i < 1_000; i++) {
            words("m", "word " + i + " ");
        }
        update("{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"task\",\"status\":\"completed\"}");
        assertThat(events).hasSizeLessThan(60);
        AgentEvent.ToolCall rest = calls().get(calls().size() - 2);
        assertThat(text(rest)).endsWith("word 999 ");
        assertThat(calls().get(calls().size() - 1).toolCallId()).isEqualTo("task");
    }

    private void copilotStarts(String id) {
        update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"" + id
                + "\",\"title\":\"Look around\",\"status\":\"pending\","
                + "\"rawInput\":{\"prompt\":\"Look.\",\"agent_type\":\"task\"}}");
    }

    private void copilotCalls(String id, String agentId) {
        update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"" + id
                + "\",\"title\":\"make\",\"status\":\"pending\"," + "\"_meta\":{\"github.com/copilot\":{\"agentId\":\""
                + agentId + "\"}}}");
    }

    @Test
    void aSubagentThatIsOnlyNamedBelongsToTheOneCallThatCouldHaveStartedIt() {
        copilotStarts("one");
        copilotCalls("a", "e76cf42b");
        copilotStarts("two");
        copilotCalls("b", "9b1d");
        copilotCalls("c", "e76cf42b");
        assertThat(calls().stream().filter(call -> call.toolCallId().length() == 1))
                .extracting(AgentEvent.ToolCall::parentId)
                .containsExactly("one", "two", "one");
    }

    @Test
    void aSubagentThatOneOfTwoCallsStartedIsNotGuessed() {
        copilotStarts("one");
        copilotStarts("two");
        copilotCalls("a", "e76cf42b");
        update("{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"one\",\"status\":\"completed\"}");
        copilotCalls("b", "9b1d");
        assertThat(calls().stream().filter(call -> call.toolCallId().length() == 1))
                .extracting(AgentEvent.ToolCall::parentId)
                .containsExactly(null, "two");
    }

    @Test
    void theAgentsOwnWordsStayItsMessage() {
        update("{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"Hello\"},"
                + "\"_meta\":{\"claudeCode\":{}}}");
        assertThat(events).last().isEqualTo(new AgentEvent.MessageChunk(null, "Hello"));
    }
}

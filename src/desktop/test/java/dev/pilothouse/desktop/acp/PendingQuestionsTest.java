package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.Answer;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PendingQuestionsTest {
    private static final String PERMISSION = "session/request_permission";
    private static final String QUESTION = "elicitation/create";

    private final List<String> written = new ArrayList<>();
    private final PendingQuestions asks = new PendingQuestions();

    private RpcRequest request(String method, String id, JsonObject params) {
        return new RpcRequest(new JsonPrimitive(id), method, params, line -> {
            written.add(line);
            return WriteResult.ACCEPTED;
        });
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private Optional<AgentEvent> ask(String id) {
        return asks.permission(request(
                PERMISSION,
                id,
                json("{\"options\":[{\"optionId\":\"yes\",\"name\":\"Yes\",\"kind\":\"allow_once\"}]}")));
    }

    @Test
    void whatARequestCarriedIsNotKeptUntilItIsAnswered() {
        JsonObject params = json("{\"toolCall\":{\"title\":\"Run\"}}");
        WeakReference<JsonObject> kept = new WeakReference<>(params);
        AgentEvent.Ask told = (AgentEvent.Ask)
                asks.permission(request(PERMISSION, "r1", params)).orElseThrow();
        params = null;
        await().until(() -> {
            System.gc();
            return kept.get() == null;
        });

        asks.answer(told.askId(), new Answer.Option("yes"));
        assertThat(written).hasSize(1);
        assertThat(written.get(0)).contains("\"r1\"").contains("\"optionId\":\"yes\"");
    }

    @Test
    void oneQuestionTooManyIsRefusedAndTheSessionIsToldOnce() {
        for (int i = 0; i < PendingQuestions.MAX_OPEN; i++) {
            assertThat(ask("r" + i)).containsInstanceOf(AgentEvent.Ask.class);
        }
        assertThat(ask("one")).containsInstanceOf(AgentEvent.Remark.class);
        assertThat(ask("two")).isEmpty();
        assertThat(written).hasSize(2).allMatch(line -> line.contains("\"error\""));

        asks.answer("ask-1", new Answer.Option("yes"));
        assertThat(ask("three")).containsInstanceOf(AgentEvent.Ask.class);
        assertThat(ask("four")).containsInstanceOf(AgentEvent.Remark.class);
    }

    @Test
    void theWordsOfAPermissionRequestFollowItsCommand() {
        JsonObject params = json("{\"title\":\"May I tidy up?\",\"toolCall\":{\"title\":\"Tidy\","
                + "\"kind\":\"execute\",\"rawInput\":{\"command\":\"rm -rf build\"}}}");
        params.addProperty("description", "```\nonly a look\n" + "x".repeat(100_000));

        AgentEvent.Ask told = (AgentEvent.Ask)
                asks.permission(request(PERMISSION, "r1", params)).orElseThrow();

        assertThat(told.detail()).startsWith("```\nrm -rf build\n```\n\n```\nTidy\n```\n\n```\nonly a look");
    }

    @Test
    void aRequestWhoseIdIsTooLongIsRefused() {
        assertThat(ask("i".repeat(3_000_000)))
                .get()
                .isInstanceOfSatisfying(
                        AgentEvent.Remark.class,
                        remark -> assertThat(remark.text())
                                .isEqualTo("A question of the agent was refused: its request has too long an id."));
        assertThat(written).hasSize(1);
        assertThat(asks.cancelAll()).isEmpty();
    }

    @Test
    void aFormIsAnsweredByTheNamesAndTypesOfItsFields() {
        AgentEvent.Ask told = (AgentEvent.Ask) asks.question(request(
                        QUESTION,
                        "r1",
                        json("{\"message\":\"How many?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":"
                                + "{\"count\":{\"type\":\"integer\",\"title\":\"Count\"}}}}")))
                .orElseThrow();
        assertThat(told.fields().get(0).title()).isEqualTo("Count");

        asks.answer(told.askId(), new Answer.Form(Map.of("count", "7")));
        assertThat(written.get(0)).contains("\"content\":{\"count\":7}");
    }

    @Test
    void aFieldWithAnEmptyValueIsNotInTheAnswer() {
        AgentEvent.Ask told = (AgentEvent.Ask) asks.question(request(
                        QUESTION,
                        "r1",
                        json("{\"message\":\"Where?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{"
                                + "\"way\":{\"type\":\"string\",\"oneOf\":[{\"const\":\"n\",\"title\":\"North\"}]},"
                                + "\"name\":{\"type\":\"string\"},\"count\":{\"type\":\"integer\"}}}}")))
                .orElseThrow();

        asks.answer(told.askId(), new Answer.Form(Map.of("way", "", "name", "", "count", "7")));
        assertThat(written.get(0)).contains("\"content\":{\"count\":7}");
    }

    @Test
    void aQuestionWithALongFirstLineIsWholeInItsDetail() {
        String first = "Shall I go on? " + "x ".repeat(400) + "The end of the line.";
        JsonObject params =
                json("{\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}}");
        params.addProperty("message", first + "\nMore.");
        AgentEvent.Ask told =
                (AgentEvent.Ask) asks.question(request(QUESTION, "r1", params)).orElseThrow();
        assertThat(told.detail()).isEqualTo(first + "\nMore.");

        params.addProperty("message", "Shall I go on?\nMore.");
        AgentEvent.Ask plain =
                (AgentEvent.Ask) asks.question(request(QUESTION, "r2", params)).orElseThrow();
        assertThat(plain.detail()).isEqualTo("More.");
    }
}

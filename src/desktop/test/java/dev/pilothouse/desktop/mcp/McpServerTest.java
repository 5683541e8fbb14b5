package dev.pilothouse.desktop.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.process.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class McpServerTest {
    private static final String MODERN_META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final List<JsonObject> answers = new ArrayList<>();
    private final List<CompletableFuture<McpResult>> calls = new ArrayList<>();
    private final McpServer server = new McpServer(
            new McpServer.Description("test", "Test", "1", "Use it."),
            List.of(
                    new McpTool(
                            "echo",
                            "Echo",
                            "Returns the text.",
                            true,
                            List.of(
                                    McpArgument.text("text", 10, "The text."),
                                    McpArgument.number("times", 1, 3, "How often."),
                                    McpArgument.choice("case", List.of("upper", "lower"), "The case."),
                                    McpArgument.flag("loud", "Whether it is loud.")),
                            arguments -> CompletableFuture.completedFuture(
                                    new McpResult(arguments.text("text").orElse(""), false))),
                    new McpTool("slow", "Slow", "Waits.", false, List.of(), arguments -> {
                        CompletableFuture<McpResult> call = new CompletableFuture<>();
                        calls.add(call);
                        return call;
                    })),
            line -> {
                answers.add(JsonParser.parseString(line).getAsJsonObject());
                return WriteResult.ACCEPTED;
            });

    private void say(String... lines) {
        try {
            server.serve(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private static String call(int id, String tool, String arguments) {
        return request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    private JsonObject result(int index) {
        return answers.get(index).getAsJsonObject("result");
    }

    private String error(String arguments) {
        answers.clear();
        say(call(1, "echo", arguments));
        assertThat(result(0).get("isError").getAsBoolean()).isTrue();
        return text(0);
    }

    private String text(int index) {
        return result(index)
                .getAsJsonArray("content")
                .get(0)
                .getAsJsonObject()
                .get("text")
                .getAsString();
    }

    private String agreed(String wanted) {
        answers.clear();
        say(request(1, "initialize", "{\"protocolVersion\":\"" + wanted + "\",\"capabilities\":{}}"));
        return result(0).get("protocolVersion").getAsString();
    }

    @Test
    void aHandshakeAgreesOnTheNewestRevisionThatBothKnow() {
        assertThat(agreed("2025-06-18")).isEqualTo("2025-06-18");
        assertThat(agreed("2025-03-26")).isEqualTo("2024-11-05");
        assertThat(agreed("2026-07-28")).isEqualTo("2025-11-25");
        assertThat(agreed("")).isEqualTo("2025-11-25");
        assertThat(result(0).getAsJsonObject("serverInfo").get("name").getAsString())
                .isEqualTo("test");
        assertThat(result(0).getAsJsonObject("capabilities").has("tools")).isTrue();
        assertThat(result(0).get("instructions").getAsString()).isEqualTo("Use it.");
        assertThat(result(0).has("resultType")).isFalse();
    }

    @Test
    void aRequestOfTheRevisionWithoutAHandshakeIsAnsweredInItsForm() {
        say(
                request(1, "server/discover", "{" + MODERN_META + "}"),
                request(2, "tools/list", "{" + MODERN_META + "}"),
                request(3, "tools/call", "{\"name\":\"echo\",\"arguments\":{\"text\":\"hi\"}," + MODERN_META + "}"));
        assertThat(result(0).getAsJsonArray("supportedVersions").toString()).contains("2026-07-28", "2025-11-25");
        for (int i = 0; i < 3; i++) {
            assertThat(result(i).get("resultType").getAsString()).isEqualTo("complete");
            assertThat(result(i).getAsJsonObject("_meta").has("io.modelcontextprotocol/serverInfo"))
                    .isTrue();
        }
        assertThat(result(1).get("cacheScope").getAsString()).isEqualTo("private");
        assertThat(text(2)).isEqualTo("hi");
    }

    @Test
    void anUnknownRevisionIsRefusedWithTheKnownOnes() {
        say(request(1, "tools/list", "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"1900-01-01\"}}"));
        JsonObject error = answers.get(0).getAsJsonObject("error");
        assertThat(error.get("code").getAsInt()).isEqualTo(-32022);
        assertThat(error.getAsJsonObject("data").get("supported").toString()).contains("2026-07-28");
        assertThat(error.getAsJsonObject("data").get("requested").getAsString()).isEqualTo("1900-01-01");
    }

    @Test
    void toolsAreListedWithTheirSchemas() {
        say(request(1, "tools/list", "{}"));
        JsonObject echo =
                result(0).getAsJsonArray("tools").get(0).getAsJsonObject().getAsJsonObject("inputSchema");
        assertThat(echo.get("required").toString()).isEqualTo("[\"text\"]");
        assertThat(echo.getAsJsonObject("properties").get("text").toString())
                .contains("\"type\":\"string\"", "\"maxLength\":10");
        assertThat(echo.getAsJsonObject("properties").get("times").toString())
                .contains("\"type\":\"integer\"", "\"maximum\":3");
        assertThat(echo.getAsJsonObject("properties").get("case").toString()).contains("\"enum\":[\"upper\"");
        assertThat(echo.get("additionalProperties").getAsBoolean()).isFalse();
    }

    @Test
    void aPingIsAnswered() {
        say(request(1, "ping", "{}"));
        assertThat(result(0).size()).isZero();
    }

    @Test
    void wrongArgumentsAreAnErrorOfTheToolWithASentence() {
        assertThat(error("{}")).isEqualTo("The argument text is missing.");
        assertThat(error("{\"text\":7}")).isEqualTo("The argument text must be a JSON string.");
        assertThat(error("{\"text\":\"\"}")).isEqualTo("The argument text is empty.");
        assertThat(error("{\"text\":\"12345678901\"}"))
                .isEqualTo("The argument text has 11 characters; 10 are the most.");
        assertThat(error("{\"text\":\"a\",\"times\":1.5}")).isEqualTo("The argument times must be a JSON integer.");
        assertThat(error("{\"text\":\"a\",\"times\":4}")).isEqualTo("The argument times must be from 1 to 3.");
        assertThat(error("{\"text\":\"a\",\"case\":\"none\"}"))
                .isEqualTo("The argument case must be one of: upper, lower.");
        assertThat(error("{\"text\":\"a\",\"loud\":\"yes\"}")).isEqualTo("The argument loud must be a JSON boolean.");
        assertThat(error("{\"text\":\"a\",\"other\":1}")).isEqualTo("The tool echo has no argument other.");
    }

    @Test
    void anUnknownToolAndAnUnknownMethodAreProtocolErrors() {
        say(call(1, "none", "{}"), request(2, "resources/list", "{}"));
        assertThat(answers.get(0).getAsJsonObject("error").get("code").getAsInt())
                .isEqualTo(-32602);
        assertThat(answers.get(0).getAsJsonObject("error").get("message").getAsString())
                .contains("echo, slow");
        assertThat(answers.get(1).getAsJsonObject("error").get("code").getAsInt())
                .isEqualTo(-32601);
    }

    @Test
    void aCancelledCallIsNotAnswered() {
        say(
                call(7, "slow", "{}"),
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
        assertThat(calls.get(0)).isCancelled();
        assertThat(answers).isEmpty();
    }

    @Test
    void theEndOfTheClientCancelsItsCalls() {
        say(call(7, "slow", "{}"));
        assertThat(calls.get(0)).isCancelled();
        assertThat(answers).isEmpty();
    }

    @Test
    void moreCallsAtOnceThanTheBoundAreRefused() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= McpServer.MAX_CALLS; i++) {
            lines.add(call(i, "slow", "{}"));
        }
        say(lines.toArray(String[]::new));
        assertThat(calls).hasSize(McpServer.MAX_CALLS);
        assertThat(answers).hasSize(1);
        assertThat(text(0)).contains("32 calls run already");
    }

    @Test
    void aLineOverTheBoundIsSkippedAndALongNameIsCut() throws Exception {
        String lines = call(1, "x".repeat(2_000), "{}") + "\n" + call(2, "y".repeat(300), "{}");
        server.serve(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), 1_000);
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).getAsJsonObject("error").get("message").getAsString())
                .contains("yyy")
                .hasSizeLessThan(200);
    }

    @Test
    void aLongResultIsCutAndSaysSo() {
        McpResult result = new McpResult("x".repeat(McpResult.MAX_TEXT + 1), false);
        assertThat(result.text()).hasSize(McpResult.MAX_TEXT).endsWith("characters]");
    }
}

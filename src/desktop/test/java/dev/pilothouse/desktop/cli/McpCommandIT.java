package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.testing.JvmChild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code pilothouse mcp} as a real child process, over its standard input and output, with a real host. */
@Timeout(120)
final class McpCommandIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private ServerManager host;
    private String profile;
    private String work;
    private int ids;

    @BeforeEach
    void startHost() throws Exception {
        profile = folder.resolve("profile").toString();
        work = Files.createDirectory(folder.resolve("work")).toString();
        HostStartResult result =
                ServerManager.start(new HostOptions(folder.resolve("data"), 0, false, true, "Workshop"));
        host = ((HostStartResult.Started) result).host();
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private void pair(String scope) {
        Line ticket = Line.run("--json", "--data", folder.resolve("data").toString(), "ticket", "--scope", scope);
        String text = JsonParser.parseString(ticket.out())
                .getAsJsonObject()
                .get("ticket")
                .getAsString();
        assertThat(Line.run("ctl", "--profile", profile, "pair", text).code()).isZero();
    }

    private JvmChild server() throws Exception {
        Optional<Path> program = Line.program();
        if (program.isPresent()) {
            return JvmChild.startProgram(
                    "mcp", folder, List.of(program.get().toString(), "mcp", "--profile", profile), event -> {});
        }
        return JvmChild.start(
                "mcp", folder, List.of(), List.of("dev.pilothouse.desktop.DesktopMain", "mcp", "--profile", profile));
    }

    private JsonObject ask(JvmChild server, String method, String params) throws Exception {
        int id = ++ids;
        JsonObject answer = server.ask(
                JsonParser.parseString("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method
                                + "\",\"params\":" + params + "}")
                        .getAsJsonObject(),
                LIMIT);
        assertThat(answer.get("id").getAsInt()).isEqualTo(id);
        return answer.getAsJsonObject("result");
    }

    private JsonObject call(JvmChild server, String tool, String arguments) throws Exception {
        return ask(server, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    private static String text(JsonObject result) {
        return result.getAsJsonArray("content")
                .get(0)
                .getAsJsonObject()
                .get("text")
                .getAsString();
    }

    private static JsonObject value(JsonObject result) {
        assertThat(result.get("isError").getAsBoolean()).as(text(result)).isFalse();
        return JsonParser.parseString(text(result)).getAsJsonObject();
    }

    private String newSession() {
        Line line = Line.run("--json", "ctl", "--profile", profile, "new", "--agent", "demo", "--cwd", work);
        return JsonParser.parseString(line.out())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
    }

    @Test
    void aClientListsPromptsWaitsAndReads() throws Exception {
        pair("steer");
        String session = newSession();
        try (JvmChild server = server()) {
            JsonObject begun = ask(
                    server,
                    "initialize",
                    "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"it\",\"version\":\"1\"}}");
            assertThat(begun.get("protocolVersion").getAsString()).isEqualTo("2025-11-25");
            JsonArray tools = ask(server, "tools/list", "{}").getAsJsonArray("tools");
            assertThat(tools)
                    .extracting(tool -> tool.getAsJsonObject().get("name").getAsString())
                    .containsExactly("list_sessions", "read_session", "send_prompt", "wait_for_session");

            JsonObject listed = value(call(server, "list_sessions", "{}"));
            assertThat(listed.getAsJsonArray("sessions").toString()).contains(session);

            String id = "\"sessionId\":\"" + session + "\"";
            long seq = value(call(server, "send_prompt", "{" + id + ",\"text\":\"/say hello there\"}"))
                    .get("seq")
                    .getAsLong();
            JsonObject waited =
                    value(call(server, "wait_for_session", "{" + id + ",\"afterSeq\":" + seq + ",\"seconds\":60}"));
            assertThat(waited.get("reason").getAsString()).isEqualTo("idle");
            assertThat(waited.get("lastMessage").getAsString()).contains("hello there");
            JsonObject read = value(call(server, "read_session", "{" + id + ",\"items\":2}"));
            assertThat(read.getAsJsonArray("transcript")).hasSize(2);
            assertThat(read.get("lastStop").getAsString()).isEqualTo("end_turn");

            assertThat(text(call(server, "read_session", "{\"sessionId\":\"none\"}")))
                    .isEqualTo("The host has no session none.");
            JsonObject late = value(call(server, "wait_for_session", "{" + id + ",\"afterSeq\":999999,\"seconds\":1}"));
            assertThat(late.get("reason").getAsString()).isEqualTo("timeLimit");
        }
    }

    @Test
    void aQuestionOfAnAgentEndsAWaitAndIsLeftToAPerson() throws Exception {
        pair("steer");
        String session = newSession();
        try (JvmChild server = server()) {
            String id = "\"sessionId\":\"" + session + "\"";
            long seq = value(call(server, "send_prompt", "{" + id + ",\"text\":\"/ask\"}"))
                    .get("seq")
                    .getAsLong();
            JsonObject waited = value(call(server, "wait_for_session", "{" + id + ",\"afterSeq\":" + seq + "}"));
            assertThat(waited.get("reason").getAsString()).isEqualTo("waiting");
            assertThat(waited.getAsJsonArray("waitsForAPerson")).isNotEmpty();
        }
    }

    @Test
    void theScopeOfTheDeviceHolds() throws Exception {
        pair("steer");
        String session = newSession();
        String device = JsonParser.parseString(
                        Line.run("--json", "--data", folder.resolve("data").toString(), "devices")
                                .out())
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("deviceId")
                .getAsString();
        Line.run("--data", folder.resolve("data").toString(), "devices", "scope", device, "view");
        try (JvmChild server = server()) {
            JsonObject refused =
                    call(server, "send_prompt", "{\"sessionId\":\"" + session + "\",\"text\":\"/say hello\"}");
            assertThat(refused.get("isError").getAsBoolean()).isTrue();
            assertThat(text(refused)).contains("may");
            assertThat(value(call(server, "list_sessions", "{}")).toString()).contains(session);
        }
    }

    @Test
    void aHostThatCannotBeReachedIsAnErrorOfTheTool() throws Exception {
        try (JvmChild server = server()) {
            JsonObject refused = call(server, "list_sessions", "{}");
            assertThat(refused.get("isError").getAsBoolean()).isTrue();
            assertThat(text(refused)).contains("not paired with a host");
        }
    }
}

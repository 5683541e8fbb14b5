package dev.pilothouse.desktop.profile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent for tests of profiles. It supports MCP servers over HTTP if its argument is {@code http}, and has the option
 * {@code effort}. It obeys its prompt: {@code servers} shows the servers that it was given, {@code env NAME} a variable,
 * {@code call SERVER TOOL} calls a tool of a stdio server. It repeats any other prompt. It can load a session.
 */
public final class ProfileAgent {
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final boolean http;
    private JsonArray servers = new JsonArray();
    private String effort = "low";

    private ProfileAgent(boolean http) {
        this.http = http;
    }

    public static void main(String[] arguments) throws Exception {
        new ProfileAgent(List.of(arguments).contains("http")).run();
    }

    /** An entry for {@code agents.json}. */
    public static JsonObject entry(String id, String... arguments) {
        JsonObject entry = new JsonObject();
        entry.addProperty("id", id);
        entry.addProperty("name", "Profile agent");
        entry.add("command", command(ProfileAgent.class, arguments));
        return entry;
    }

    static JsonArray command(Class<?> main, String... arguments) {
        JsonArray words = new JsonArray();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"))
                .forEach(words::add);
        words.add(main.getName());
        List.of(arguments).forEach(words::add);
        return words;
    }

    private void run() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonObject message = JsonParser.parseString(line).getAsJsonObject();
            if (!message.has("id") || !message.has("method")) {
                continue;
            }
            JsonObject params = message.has("params") ? message.getAsJsonObject("params") : new JsonObject();
            JsonObject result = new JsonObject();
            switch (message.get("method").getAsString()) {
                case "initialize" ->
                    result = JsonParser.parseString(
                                    "{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true,"
                                            + "\"mcpCapabilities\":{\"http\":" + http + "}}}")
                            .getAsJsonObject();
                case "session/new", "session/load" -> {
                    servers = params.getAsJsonArray("mcpServers");
                    result.addProperty(
                            "sessionId", "profile-" + ProcessHandle.current().pid());
                    result.add("configOptions", options());
                }
                case "session/set_config_option" -> {
                    effort = params.get("value").getAsString();
                    result.add("configOptions", options());
                }
                case "session/prompt" -> {
                    obey(params);
                    result.addProperty("stopReason", "end_turn");
                }
                default -> {}
            }
            JsonObject answer = new JsonObject();
            answer.addProperty("jsonrpc", "2.0");
            answer.add("id", message.get("id"));
            answer.add("result", result);
            out.println(answer);
            out.flush();
        }
    }

    private JsonArray options() {
        return JsonParser.parseString(
                        "[{\"id\":\"effort\",\"name\":\"Effort\",\"type\":\"select\",\"currentValue\":\""
                                + effort
                                + "\",\"options\":[{\"value\":\"low\",\"name\":\"Low\"},{\"value\":\"high\",\"name\":\"High\"}]}]")
                .getAsJsonArray();
    }

    private void obey(JsonObject params) throws Exception {
        String session = params.get("sessionId").getAsString();
        List<String> texts = new ArrayList<>();
        for (JsonElement part : params.getAsJsonArray("prompt")) {
            texts.add(part.getAsJsonObject().get("text").getAsString());
        }
        String last = texts.get(texts.size() - 1);
        String[] words = last.split(" ");
        if (last.equals("servers")) {
            say(session, servers.toString());
        } else if (words[0].equals("env")) {
            say(session, String.valueOf(System.getenv(words[1])));
        } else if (words[0].equals("call")) {
            call(session, words[1], words[2]);
        } else {
            say(session, String.join("|", texts));
        }
    }

    private void call(String session, String server, String tool) throws IOException {
        JsonObject update = new JsonObject();
        update.addProperty("sessionUpdate", "tool_call");
        update.addProperty("toolCallId", "c1");
        update.addProperty("title", server + "_" + tool);
        update.addProperty("status", "completed");
        send(session, update);
        for (JsonElement each : servers) {
            JsonObject entry = each.getAsJsonObject();
            if (entry.get("name").getAsString().equals(server)) {
                say(session, ask(entry, tool));
            }
        }
    }

    private static String ask(JsonObject entry, String tool) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(entry.get("command").getAsString());
        entry.getAsJsonArray("args").forEach(word -> command.add(word.getAsString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        entry.getAsJsonArray("env")
                .forEach(variable -> builder.environment()
                        .put(
                                variable.getAsJsonObject().get("name").getAsString(),
                                variable.getAsJsonObject().get("value").getAsString()));
        Process process = builder.start();
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            process.getOutputStream()
                    .write(("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                                    + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}\n"
                                    + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\""
                                    + tool + "\",\"arguments\":{}}}\n")
                            .getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            in.readLine();
            return JsonParser.parseString(in.readLine())
                    .getAsJsonObject()
                    .getAsJsonObject("result")
                    .getAsJsonArray("content")
                    .get(0)
                    .getAsJsonObject()
                    .get("text")
                    .getAsString();
        } finally {
            process.getOutputStream().close();
        }
    }

    private void say(String session, String text) {
        JsonObject content = new JsonObject();
        content.addProperty("type", "text");
        content.addProperty("text", text);
        JsonObject update = new JsonObject();
        update.addProperty("sessionUpdate", "agent_message_chunk");
        update.add("content", content);
        send(session, update);
    }

    private void send(String session, JsonObject update) {
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", session);
        params.add("update", update);
        JsonObject message = new JsonObject();
        message.addProperty("jsonrpc", "2.0");
        message.addProperty("method", "session/update");
        message.add("params", params);
        out.println(message);
        out.flush();
    }
}

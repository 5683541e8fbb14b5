package dev.pilothouse.desktop.team;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent for tests that leads a team. It obeys the lines of its prompt: {@code call TOOL JSON} calls a tool of the MCP
 * server that it was given, {@code say TEXT} says something, and {@code hang} answers nothing more until its host has gone. It says what tools return. A
 * prompt without such lines is repeated. It remembers nothing, but can load a session.
 */
public final class TeamLeadAgent {
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private JsonArray servers = new JsonArray();
    private int ids;

    private TeamLeadAgent() {}

    public static void main(String[] arguments) throws Exception {
        new TeamLeadAgent().run();
    }

    /** Its entry for {@code agents.json}. */
    public static String entry() {
        JsonArray words = new JsonArray();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"))
                .forEach(words::add);
        words.add(TeamLeadAgent.class.getName());
        JsonObject entry = new JsonObject();
        entry.addProperty("id", "lead");
        entry.add("command", words);
        JsonArray entries = new JsonArray();
        entries.add(entry);
        return entries.toString();
    }

    public static void install(Path dataFolder) throws IOException {
        Files.createDirectories(dataFolder);
        Files.writeString(dataFolder.resolve("agents.json"), entry());
    }

    private void run() throws Exception {
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
                                    "{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true}}")
                            .getAsJsonObject();
                case "session/new", "session/load" -> {
                    servers = params.getAsJsonArray("mcpServers");
                    result.addProperty(
                            "sessionId", "lead-" + ProcessHandle.current().pid());
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

    private void obey(JsonObject params) throws Exception {
        StringBuilder prompt = new StringBuilder();
        for (JsonElement part : params.getAsJsonArray("prompt")) {
            if (part.getAsJsonObject().has("text")) {
                prompt.append(part.getAsJsonObject().get("text").getAsString());
            }
        }
        String session = params.get("sessionId").getAsString();
        List<String> said = new ArrayList<>();
        try (Server server =
                servers.isEmpty() ? null : new Server(servers.get(0).getAsJsonObject())) {
            for (String line : prompt.toString().lines().toList()) {
                if (line.startsWith("call ") && server != null) {
                    String[] words = line.split(" ", 3);
                    said.add(words[1] + " -> " + server.call(words[1], words[2]));
                } else if (line.startsWith("call ")) {
                    said.add("no server");
                } else if (line.startsWith("say ")) {
                    said.add(line.substring(4));
                } else if (line.equals("hang")) {
                    say(session, String.join("\n", said));
                    while (in.readLine() != null) {
                        // Answers nothing, and ends with its host.
                    }
                    System.exit(0);
                }
            }
        }
        say(session, said.isEmpty() ? "repeated: " + prompt : String.join("\n", said));
    }

    private void say(String session, String text) {
        JsonObject content = new JsonObject();
        content.addProperty("type", "text");
        content.addProperty("text", text);
        JsonObject update = new JsonObject();
        update.addProperty("sessionUpdate", "agent_message_chunk");
        update.add("content", content);
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

    /** A server of the host, started as ACP says. */
    private final class Server implements AutoCloseable {
        private final Process process;
        private final BufferedReader in;

        Server(JsonObject entry) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(entry.get("command").getAsString());
            entry.getAsJsonArray("args").forEach(word -> command.add(word.getAsString()));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            entry.getAsJsonArray("env")
                    .forEach(variable -> builder.environment()
                            .put(
                                    variable.getAsJsonObject().get("name").getAsString(),
                                    variable.getAsJsonObject().get("value").getAsString()));
            process = builder.start();
            in = process.inputReader(StandardCharsets.UTF_8);
            ask("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}");
        }

        String call(String tool, String arguments) throws IOException {
            JsonObject result = ask("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
            return result == null
                    ? "gone"
                    : result.getAsJsonObject("result")
                            .getAsJsonArray("content")
                            .get(0)
                            .getAsJsonObject()
                            .get("text")
                            .getAsString();
        }

        private JsonObject ask(String method, String params) throws IOException {
            process.getOutputStream()
                    .write(("{\"jsonrpc\":\"2.0\",\"id\":" + ++ids + ",\"method\":\"" + method + "\",\"params\":"
                                    + params + "}\n")
                            .getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            String line = in.readLine();
            return line == null ? null : JsonParser.parseString(line).getAsJsonObject();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
        }
    }
}

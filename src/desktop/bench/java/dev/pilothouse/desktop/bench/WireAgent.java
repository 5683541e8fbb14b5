package dev.pilothouse.desktop.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The agent of the wire's measurements without a host. A client that only reads its stdout is the lower bound. Owns the
 * process. Confined to one thread; ends with {@link #close()}.
 */
final class WireAgent implements AutoCloseable {
    /** The command of an ACP agent that streams stamps on {@code [[LONG:n,ms]]}; ours if it is not set. */
    private static final String OPTION = "bench.agent";

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final String session;
    private int id;

    private WireAgent(Process process, Path work) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        JsonObject hello = new JsonObject();
        hello.addProperty("protocolVersion", 1);
        hello.add("clientCapabilities", new JsonObject());
        request("initialize", hello, null);
        JsonObject create = new JsonObject();
        create.addProperty("cwd", work.toString());
        create.add("mcpServers", new JsonArray());
        session = request("session/new", create, null)
                .getAsJsonObject("result")
                .get("sessionId")
                .getAsString();
    }

    static List<String> command() {
        String own = System.getProperty(OPTION, "");
        if (!own.isBlank()) {
            return List.of(own.trim().split("\\s+"));
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StampAgent.class.getName());
    }

    static String name() {
        return System.getProperty(OPTION, "").isBlank() ? "our agent" : "the agent given";
    }

    static String prompt(int chunks, String apartMillis) {
        return "[[LONG:" + chunks + "," + apartMillis + "]]";
    }

    static WireAgent start(Path work) throws IOException {
        Process process = new ProcessBuilder(command())
                .redirectError(Files.createTempFile(work, "agent", ".err").toFile())
                .start();
        return new WireAgent(process, work);
    }

    /**
     * Sends a request, and waits for its response.
     *
     * @param stamps receives the text that arrives in between
     */
    private JsonObject request(String method, JsonObject params, Stamps stamps) throws IOException {
        JsonObject request = new JsonObject();
        request.addProperty("jsonrpc", "2.0");
        request.addProperty("id", ++id);
        request.addProperty("method", method);
        request.add("params", params);
        in.write(request + "\n");
        in.flush();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            long now = System.nanoTime();
            JsonObject message = JsonParser.parseString(line).getAsJsonObject();
            if (message.has("id") && !message.has("method") && message.get("id").getAsInt() == id) {
                if (message.has("error")) {
                    throw new IOException("the agent answers " + message.get("error"));
                }
                return message;
            }
            if (stamps != null && line.contains("\"agent_message_chunk\"")) {
                stamps.take(
                        message.getAsJsonObject("params")
                                .getAsJsonObject("update")
                                .getAsJsonObject("content")
                                .get("text")
                                .getAsString(),
                        now);
            }
        }
        throw new IOException("the agent has ended");
    }

    /** One turn, read directly. */
    Stamps stream(int chunks, String apartMillis) throws IOException {
        JsonObject text = new JsonObject();
        text.addProperty("type", "text");
        text.addProperty("text", prompt(chunks, apartMillis));
        JsonArray prompt = new JsonArray();
        prompt.add(text);
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", session);
        params.add("prompt", prompt);
        Stamps stamps = new Stamps(chunks);
        request("session/prompt", params, stamps);
        stamps.requireWhole();
        return stamps;
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        out.close();
    }
}

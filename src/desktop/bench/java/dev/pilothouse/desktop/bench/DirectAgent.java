package dev.pilothouse.desktop.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.demo.DemoCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The demo agent without a host: its lines are read and counted, not parsed. The lower bound of every figure of the
 * host. Owns the process. Confined to one thread; ends with {@link #close()}.
 */
final class DirectAgent implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final String session;
    private int id;

    private DirectAgent(Process process, Path work) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        JsonObject hello = new JsonObject();
        hello.addProperty("protocolVersion", 1);
        request("initialize", hello);
        answer();
        JsonObject create = new JsonObject();
        create.addProperty("cwd", work.toString());
        create.add("mcpServers", new JsonArray());
        request("session/new", create);
        session = JsonParser.parseString(answer())
                .getAsJsonObject()
                .getAsJsonObject("result")
                .get("sessionId")
                .getAsString();
    }

    static DirectAgent start(Path work) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                DemoCommand.find().orElseThrow(() -> new IOException("this Java cannot start itself")));
        builder.environment()
                .put(DemoAgent.STATE_VARIABLE, work.resolve("direct").toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new DirectAgent(process, work);
    }

    private void request(String method, JsonObject params) throws IOException {
        JsonObject request = new JsonObject();
        request.addProperty("jsonrpc", "2.0");
        request.addProperty("id", ++id);
        request.addProperty("method", method);
        request.add("params", params);
        in.write(request + "\n");
        in.flush();
    }

    /** Reads up to the response to the last request. */
    private String answer() throws IOException {
        String mark = "\"id\":" + id + ",";
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(mark)) {
                return line;
            }
        }
        throw new IOException("the agent has ended");
    }

    /** The same prompt as in {@link Flood#through}, measured from its writing to the line that ends the turn. */
    Flood flood(int chunks) throws IOException {
        JsonObject text = new JsonObject();
        text.addProperty("type", "text");
        text.addProperty("text", Flood.prompt(chunks));
        JsonArray prompt = new JsonArray();
        prompt.add(text);
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", session);
        params.add("prompt", prompt);
        long start = System.nanoTime();
        request("session/prompt", params);
        String mark = "\"id\":" + id + ",";
        long bytes = 0;
        int lines = 0;
        for (String line = out.readLine(); ; line = out.readLine()) {
            if (line == null) {
                throw new IOException("the agent has ended");
            }
            if (line.contains("\"agent_message_chunk\"")) {
                lines++;
                // The line is ASCII; 1 for its line feed.
                bytes += line.length() + 1;
            } else if (line.contains(mark)) {
                break;
            }
        }
        if (lines != chunks) {
            throw new IOException(lines + " chunks came of " + chunks);
        }
        return new Flood((System.nanoTime() - start) / 1e6, chunks, bytes);
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        out.close();
    }
}

package dev.pilothouse.desktop.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An agent program that stamps every chunk with the time of its writing. {@code [[LONG:n,ms]]} in a prompt requests n
 * chunks, so many milliseconds apart; with 0 they come twenty at a time, a thousand times a second. Runs on its main
 * thread until stdin ends.
 */
public final class StampAgent {
    private static final Pattern LONG = Pattern.compile("\\[\\[LONG:(\\d+),([\\d.]+)]]");
    private static final int BURST = 20;
    private static final String SESSION = "stamps";

    private final OutputStream out = new BufferedOutputStream(System.out, 1 << 16);

    private StampAgent() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        StampAgent agent = new StampAgent();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonObject message = JsonParser.parseString(line).getAsJsonObject();
            if (message.has("method") && message.has("id")) {
                agent.answer(message);
            }
        }
    }

    private void answer(JsonObject request) throws IOException {
        String result = switch (request.get("method").getAsString()) {
            case "initialize" -> "{\"protocolVersion\":1,\"agentCapabilities\":{}}";
            case "session/new" -> "{\"sessionId\":\"" + SESSION + "\"}";
            case "session/prompt" -> {
                stream(request.getAsJsonObject("params").get("prompt"));
                yield "{\"stopReason\":\"end_turn\"}";
            }
            default -> "{}";
        };
        line("{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"result\":" + result + "}");
        out.flush();
    }

    private void stream(JsonElement prompt) throws IOException {
        Matcher matcher = LONG.matcher(prompt.toString());
        if (!matcher.find()) {
            return;
        }
        int count = Integer.parseInt(matcher.group(1));
        long apart = (long) (Double.parseDouble(matcher.group(2)) * 1e6);
        int burst = apart == 0 ? BURST : 1;
        long step = apart == 0 ? 1_000_000 : apart;
        long due = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (i % burst == 0) {
                out.flush();
                due += step;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
            line("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"" + SESSION
                    + "\",\"update\":{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\""
                    + "t" + System.nanoTime() / 1_000 + "_" + i + " \"}}}}");
            if (burst == 1) {
                out.flush();
            }
        }
    }

    private void line(String json) throws IOException {
        out.write(json.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}

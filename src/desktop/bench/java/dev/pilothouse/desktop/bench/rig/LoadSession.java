package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * One of many agents: speaks ACP over the pipes of a sleeping shell. Its updates are words with a number and a time:
 * {@link Stamped}. Owns its ends of the pipes and the reading thread. The thread of the flood writes while a turn runs,
 * otherwise the reading thread does. Ends when the host closes its stdin, and then ends the shell.
 */
final class LoadSession implements AutoCloseable {
    private static final int WORDS_IN_A_PARAGRAPH = 40;

    private final long pid;
    private final FileInputStream in;
    private final OutputStream out;
    private final Runnable onPrompt;
    private final Consumer<LoadSession> onEnd;
    private final byte[] before;
    private static final byte[] AFTER = "\"}}}}\n".getBytes(StandardCharsets.UTF_8);
    private volatile JsonElement prompt;
    private int number;

    private LoadSession(
            long pid, FileInputStream in, OutputStream out, Runnable onPrompt, Consumer<LoadSession> onEnd) {
        this.pid = pid;
        this.in = in;
        this.out = out;
        this.onPrompt = onPrompt;
        this.onEnd = onEnd;
        before = ("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"load-" + pid
                        + "\",\"update\":{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    static LoadSession open(long pid, Runnable onPrompt, Consumer<LoadSession> onEnd) throws IOException {
        LoadSession session = new LoadSession(
                pid,
                new FileInputStream("/proc/" + pid + "/fd/0"),
                new FileOutputStream("/proc/" + pid + "/fd/1"),
                onPrompt,
                onEnd);
        Thread reader = new Thread(null, session::read, "load-" + pid, 256 * 1024);
        reader.setDaemon(true);
        reader.start();
        return session;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 2048)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                accept(JsonParser.parseString(line).getAsJsonObject());
            }
        } catch (IOException gone) {
            // The host has ended.
        } finally {
            close();
            onEnd.accept(this);
        }
    }

    private void accept(JsonObject message) {
        String method = message.has("method") ? message.get("method").getAsString() : "";
        JsonObject result = new JsonObject();
        switch (method) {
            case "initialize" -> result.addProperty("protocolVersion", 1);
            case "session/new" -> result.addProperty("sessionId", "load-" + pid);
            case "session/prompt" -> {
                prompt = message.get("id");
                onPrompt.run();
                return;
            }
            default -> {
                if (!message.has("id") || !message.has("method")) {
                    return;
                }
            }
        }
        answer(message.get("id"), result);
    }

    private void answer(JsonElement id, JsonObject result) {
        JsonObject answer = new JsonObject();
        answer.addProperty("jsonrpc", "2.0");
        answer.add("id", id);
        answer.add("result", result);
        write((answer + "\n").getBytes(StandardCharsets.UTF_8));
    }

    boolean isPrompted() {
        return prompt != null;
    }

    void begin() {
        number = 0;
    }

    /** Writes one update, stamped with this time. */
    void update(long ticker) {
        number++;
        String word = Stamped.word(number, ticker) + (number % WORDS_IN_A_PARAGRAPH == 0 ? "\\n\\n" : " ");
        byte[] text = word.getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[before.length + text.length + AFTER.length];
        System.arraycopy(before, 0, line, 0, before.length);
        System.arraycopy(text, 0, line, before.length, text.length);
        System.arraycopy(AFTER, 0, line, before.length + text.length, AFTER.length);
        write(line);
    }

    /** Ends the turn. */
    void end() {
        JsonObject result = new JsonObject();
        result.addProperty("stopReason", "end_turn");
        JsonElement id = prompt;
        prompt = null;
        answer(id, result);
    }

    private synchronized void write(byte[] line) {
        try {
            out.write(line);
        } catch (IOException gone) {
            close();
        }
    }

    @Override
    public void close() {
        try (in;
                out) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (IOException gone) {
            // Closed by both sides.
        }
    }
}

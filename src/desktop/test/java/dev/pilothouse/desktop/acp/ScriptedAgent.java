package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.process.WriteResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An agent that plays a transcript. It waits for each line of the host ({@code >}), compares it with the adapter's
 * line, and then emits the agent's lines ({@code <}) that follow. Requests are compared by method, responses
 * completely. Runs on its own thread. Ends with {@link #close()}.
 */
final class ScriptedAgent implements AgentPipe, AgentPipe.Starter {
    /** Differences from the transcript. */
    final List<String> surprises = new CopyOnWriteArrayList<>();

    /** The lines that the adapter wrote. */
    final List<JsonObject> written = new CopyOnWriteArrayList<>();

    private final List<String> script;
    private final AcpSchema schema = new AcpSchema();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "scripted-agent");
        made.setDaemon(true);
        return made;
    });
    private final Map<String, JsonElement> ids = new HashMap<>();
    private ProcessListener listener = new DeafListener();
    private String lastWords = "";
    private int at;
    private boolean closed;
    /** The exit that a test asked for before the agent was started; null if there is none. Guarded by the monitor. */
    private Runnable earlyExit;
    /** Guarded by the monitor. */
    private boolean started;

    private ScriptedAgent(List<String> script) {
        this.script = script;
    }

    static ScriptedAgent of(String... script) {
        return new ScriptedAgent(List.of(script));
    }

    /** Plays a recorded transcript from this package's resources. */
    static ScriptedAgent recorded(String name) {
        return new ScriptedAgent(linesOf(name));
    }

    /** The lines of a recorded transcript, without its comments. */
    static List<String> linesOf(String name) {
        try (InputStream stream = ScriptedAgent.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    ScriptedAgent withLastWords(String words) {
        lastWords = words;
        return this;
    }

    @Override
    public synchronized Start start(ProcessListener newListener) {
        listener = newListener;
        started = true;
        execute(this::speak);
        if (earlyExit != null) {
            execute(earlyExit);
        }
        return new Start.Open(this);
    }

    @Override
    public WriteResult writeLine(String line) {
        JsonObject message = JsonParser.parseString(line).getAsJsonObject();
        written.add(message);
        surprises.addAll(schema.faultsOfHost(message));
        return execute(() -> hear(message)) ? WriteResult.ACCEPTED : WriteResult.CLOSED;
    }

    @Override
    public String stderrExcerpt() {
        return lastWords;
    }

    @Override
    public Set<ProcessHandle> detachedProcesses() {
        return Set.of();
    }

    /** The process exits without a stop; right after its start if that is still to come. */
    synchronized void exit(int code, String stderr) {
        Runnable exit = () -> end(new ProcessExit(code, false, stderr));
        if (started) {
            execute(exit);
        } else {
            earlyExit = exit;
        }
    }

    @Override
    public Optional<ProcessUsage> usage(ProcessTable table) {
        return Optional.empty();
    }

    @Override
    public void close() {
        execute(() -> end(new ProcessExit(0, true, "")));
        thread.shutdown();
        try {
            assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean execute(Runnable task) {
        if (thread.isShutdown()) {
            return false;
        }
        thread.execute(task);
        return true;
    }

    boolean isFinished() {
        return at == script.size();
    }

    private void end(ProcessExit exit) {
        if (!closed) {
            closed = true;
            listener.onExit(exit);
        }
    }

    private void hear(JsonObject message) {
        boolean farewell =
                message.has("method") && message.get("method").getAsString().equals("session/close");
        if (at == script.size() || farewell) {
            return;
        }
        JsonObject expected =
                JsonParser.parseString(script.get(at).substring(2)).getAsJsonObject();
        if (!fits(expected, message)) {
            surprises.add("expected " + expected + " but got " + message);
            return;
        }
        if (expected.has("method") && expected.has("id")) {
            ids.put(expected.get("id").toString(), message.get("id"));
        }
        at++;
        speak();
    }

    private static boolean fits(JsonObject expected, JsonObject message) {
        if (expected.has("method")) {
            return expected.get("method").equals(message.get("method")) && expected.has("id") == message.has("id");
        }
        return expected.get("id").equals(message.get("id"))
                && (expected.has("error")
                        ? message.has("error")
                        : expected.get("result").equals(message.get("result")));
    }

    private void speak() {
        while (at < script.size() && script.get(at).startsWith("<") && !closed) {
            String line = script.get(at).substring(2);
            at++;
            listener.onLine(new Line.Text(withOurId(line), false));
        }
    }

    /** Replaces the recorded id: a response must carry the id of the adapter's request. */
    private String withOurId(String line) {
        schema.heard(line);
        if (!line.startsWith("{")) {
            return line;
        }
        JsonObject message = JsonParser.parseString(line).getAsJsonObject();
        if (message.has("method") || !message.has("id")) {
            return line;
        }
        JsonElement ours = ids.get(message.get("id").toString());
        message.add("id", ours == null ? message.get("id") : ours);
        return message.toString();
    }

    /** The initial listener, which ignores everything. */
    private static final class DeafListener implements ProcessListener {
        @Override
        public void onLine(Line line) {}

        @Override
        public void onExit(ProcessExit exit) {}
    }
}

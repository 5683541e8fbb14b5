package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.process.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An agent's process that the test controls on its own thread. Any thread. */
final class ManualProcess implements AgentPipe, AgentPipe.Starter {
    /** The lines that were written to it. */
    final List<JsonObject> written = new CopyOnWriteArrayList<>();

    /** The faults of those lines by ACP's schema. */
    final List<String> faults = new CopyOnWriteArrayList<>();

    final AtomicInteger starts = new AtomicInteger();

    private final AcpSchema schema = new AcpSchema();
    private volatile ProcessListener listener;
    private volatile boolean ended;

    @Override
    public Start start(ProcessListener hears) {
        starts.incrementAndGet();
        listener = hears;
        return new Start.Open(this);
    }

    /** Emits a line of stdout. */
    void say(String line) {
        schema.heard(line);
        listener.onLine(new Line.Text(line, false));
    }

    /** Responds to the request of that method with this index, counted from 0. */
    void answer(String method, int number, String result) {
        say("{\"id\":" + asked(method).get(number).get("id") + ",\"result\":" + result + "}");
    }

    /** Emits a message chunk in a session. */
    void talk(String sessionId, String text) {
        say("{\"method\":\"session/update\",\"params\":{\"sessionId\":\"" + sessionId
                + "\",\"update\":{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\""
                + text + "\"}}}}");
    }

    /** Requests permission in a session. */
    void ask(String requestId, String sessionId) {
        say("{\"id\":\"" + requestId + "\",\"method\":\"session/request_permission\",\"params\":{\"sessionId\":\""
                + sessionId + "\",\"toolCall\":{\"toolCallId\":\"c\"},\"options\":"
                + "[{\"optionId\":\"yes\",\"name\":\"Yes\",\"kind\":\"allow_once\"}]}}");
    }

    /** Exits without a stop. */
    void exit(int code, String stderr) {
        end(new ProcessExit(code, false, stderr));
    }

    private void end(ProcessExit exit) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        listener.onExit(exit);
    }

    boolean hasEnded() {
        return ended;
    }

    /** Requests and notifications of that method. */
    List<JsonObject> asked(String method) {
        return having("method")
                .filter(message -> message.get("method").getAsString().equals(method))
                .toList();
    }

    /** The response to a request of the agent. */
    Optional<JsonObject> answerTo(String requestId) {
        return having("id")
                .filter(message -> !message.has("method")
                        && message.get("id").getAsString().equals(requestId))
                .findFirst();
    }

    private Stream<JsonObject> having(String member) {
        return written.stream().filter(message -> message.has(member));
    }

    @Override
    public WriteResult writeLine(String line) {
        if (ended) {
            return WriteResult.CLOSED;
        }
        JsonObject message = JsonParser.parseString(line).getAsJsonObject();
        faults.addAll(schema.faultsOfHost(message));
        written.add(message);
        return WriteResult.ACCEPTED;
    }

    @Override
    public String stderrExcerpt() {
        return "";
    }

    @Override
    public Set<ProcessHandle> detachedProcesses() {
        return Set.of();
    }

    @Override
    public Optional<ProcessUsage> usage(ProcessTable table) {
        return Optional.of(new ProcessUsage(Duration.ZERO, OptionalLong.empty(), 1));
    }

    @Override
    public void close() {
        end(new ProcessExit(0, true, ""));
    }
}

package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.AgentId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link LoadAgent} in its own process. Owns it. Confined to one thread; ends with {@link #close()}. */
public final class LoadJvm implements AutoCloseable {
    private static final List<String> FLAGS = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final AgentId agentId;
    private final Path fifo;
    private final JvmChild child;

    private LoadJvm(AgentId agentId, Path fifo, JvmChild child) {
        this.agentId = agentId;
        this.fifo = fifo;
        this.child = child;
    }

    static LoadJvm start(String name, Path folder) throws IOException, InterruptedException {
        Path fifo = folder.resolve(name + ".fifo");
        if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() != 0) {
            throw new IOException("no FIFO could be made in " + folder);
        }
        JvmChild child = JvmChild.start(name, folder, FLAGS, List.of(LoadAgent.class.getName(), fifo.toString()));
        return new LoadJvm(new AgentId(name), fifo, child);
    }

    AgentId agentId() {
        return agentId;
    }

    /** Its entry in the host's {@code agents.json}. */
    JsonObject entry() {
        JsonArray arguments = new JsonArray();
        arguments.add("-c");
        // In a subshell: a redirection in the shell itself would temporarily replace the stdout that we open for
        // writing.
        arguments.add("(echo $$ > '" + fifo + "'); exec sleep 1000000");
        JsonObject entry = new JsonObject();
        entry.addProperty("id", agentId.value());
        entry.addProperty("name", "Load");
        entry.addProperty("command", "/bin/sh");
        entry.add("args", arguments);
        return entry;
    }

    /** Waits until so many of its sessions have been prompted. */
    public void await(int prompts) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("do", "await");
        request.addProperty("prompts", prompts);
        child.ask(request, Duration.ofSeconds(60));
    }

    /**
     * Writes updates to all prompted sessions, evenly, and ends their turns.
     *
     * @return when all is written
     */
    public JsonObject flood(int rate, int updates) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("do", "flood");
        request.addProperty("rate", rate);
        request.addProperty("updates", updates);
        return child.ask(request, Duration.ofSeconds(60 + 4L * updates / rate));
    }

    public JvmChild process() {
        return child;
    }

    @Override
    public void close() {
        child.close();
    }
}

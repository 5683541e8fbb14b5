package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.DesktopMain;
import dev.pilothouse.desktop.testing.JvmChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The headless host in its own process, as the launcher starts it. Owns the process, not the data folder; another host
 * may be started on that later. Confined to one thread; ends with {@link #close()}, in order, or by being killed.
 */
public final class HostJvm implements AutoCloseable {
    /** The id of the agent of {@code bench.agent}, if that is set. */
    public static final String GIVEN = "given";

    private final Path dataFolder;
    private final JvmChild child;
    private final int port;

    private HostJvm(Path dataFolder, JvmChild child, int port) {
        this.dataFolder = dataFolder;
        this.child = child;
        this.port = port;
    }

    /** Starts it and waits until it listens. */
    public static HostJvm start(Path dataFolder, List<LoadJvm> agents) throws Exception {
        return start(dataFolder, agents, LauncherFlags.orOther(LauncherFlags.HOST, "bench.host.flags"), 0);
    }

    /** @param port 0 for any */
    public static HostJvm start(Path dataFolder, List<LoadJvm> agents, List<String> flags, int port) throws Exception {
        Files.createDirectories(dataFolder);
        writeAgents(dataFolder, agents);
        JvmChild child = JvmChild.start(
                "host",
                dataFolder.getParent(),
                flags,
                List.of(
                        DesktopMain.class.getName(),
                        "host",
                        "--json",
                        "--data",
                        dataFolder.toString(),
                        "--port",
                        Integer.toString(port)));
        JsonObject announced = child.next(Duration.ofSeconds(180));
        return new HostJvm(dataFolder, child, announced.get("port").getAsInt());
    }

    private static void writeAgents(Path dataFolder, List<LoadJvm> agents) throws IOException {
        JsonArray entries = new JsonArray();
        agents.forEach(agent -> entries.add(agent.entry()));
        List<String> given =
                List.of(System.getProperty("bench.agent", "").trim().split("\\s+"));
        if (!given.get(0).isEmpty()) {
            JsonArray arguments = new JsonArray();
            given.subList(1, given.size()).forEach(arguments::add);
            JsonObject entry = new JsonObject();
            entry.addProperty("id", GIVEN);
            entry.addProperty("name", "Given");
            entry.addProperty("command", given.get(0));
            entry.add("args", arguments);
            entries.add(entry);
        }
        Files.writeString(dataFolder.resolve("agents.json"), entries.toString());
    }

    public Path dataFolder() {
        return dataFolder;
    }

    public int port() {
        return port;
    }

    public JvmChild process() {
        return child;
    }

    /** A client that controls it as its local admin. */
    public Driver driver() throws Exception {
        return Driver.connect(dataFolder);
    }

    @Override
    public void close() throws InterruptedException {
        child.terminate();
        child.close();
    }
}

package dev.pilothouse.desktop.chaos;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A host in its own process, which a test may kill. Owns that process; {@link #main} is the program. Confined to one
 * thread; ends with {@link #close()}, in order, or by being killed.
 */
final class ChaosHost implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final List<String> FLAGS =
            List.of("-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final JvmChild child;
    private final int port;

    private ChaosHost(JvmChild child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Starts it and waits until it listens. */
    static ChaosHost start(Path data) throws Exception {
        return start(data, List.of());
    }

    /** @param prefix words before the JVM's own, such as a shell that sets a limit */
    static ChaosHost start(Path data, List<String> prefix) throws Exception {
        Path folder = Files.createDirectories(data.toAbsolutePath().getParent());
        JvmChild child = JvmChild.start(
                "host", folder, prefix, FLAGS, List.of(ChaosHost.class.getName(), data.toString()), event -> {});
        return new ChaosHost(child, child.next(LIMIT).get("port").getAsInt());
    }

    /**
     * The program.
     *
     * @param arguments the data folder
     */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        // A description of a tunnel in the folder requests one.
        TunnelProvider way = Files.exists(data.resolve("tunnel.json")) ? TunnelProvider.COMMAND : null;
        HostStartResult start = ServerManager.start(
                new HostOptions(data, 0, false, true, "Chaos", way, Optional.of(SleepInhibitor.When.NEVER)));
        JsonObject answer = new JsonObject();
        if (start instanceof HostStartResult.Failed failed) {
            answer.addProperty("failed", failed.failure().text());
            say(answer);
            return;
        }
        try (ServerManager host = ((HostStartResult.Started) start).host()) {
            answer.addProperty("port", host.port());
            say(answer);
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                JsonObject request = JsonParser.parseString(line).getAsJsonObject();
                JsonObject made = new JsonObject();
                made.addProperty(
                        "ticket",
                        host.ticket(Scope.valueOf(request.get("scope").getAsString()))
                                .text());
                say(made);
            }
        }
        System.exit(0);
    }

    static void say(JsonObject what) {
        synchronized (System.out) {
            System.out.println(what);
            System.out.flush();
        }
    }

    int port() {
        return port;
    }

    String ticket(Scope scope) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("scope", scope.name());
        return child.ask(request, LIMIT).get("ticket").getAsString();
    }

    JvmChild process() {
        return child;
    }

    /** Its children and their descendants. */
    List<ProcessHandle> children() {
        return child.handle().descendants().toList();
    }

    @Override
    public void close() {
        child.close();
    }
}

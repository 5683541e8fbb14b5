package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link ClientWindow} in its own process, drawing into memory. Owns the process. Confined to one thread; ends with
 * {@link #close()}.
 */
public final class ClientJvm implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> HEADLESS = List.of(
            "-Dglass.platform=Monocle",
            "-Dmonocle.platform=Headless",
            "-Dheadless.geometry=1600x1200-32",
            "-Dprism.order=sw",
            "-Djavafx.platform=desktop");

    private final JvmChild child;

    private ClientJvm(JvmChild child) {
        this.child = child;
    }

    /** @param name of its folder and its logs in {@code folder} */
    public static ClientJvm start(String name, Path folder, Way way) throws IOException {
        // The other JVM of an experiment, for the window only.
        String home = System.getProperty("bench.window.java", "");
        return new ClientJvm(JvmChild.start(
                Path.of(home.isBlank() ? System.getProperty("java.home") : home),
                name,
                folder,
                List.of(),
                flags(),
                List.of(ClientWindow.class.getName(), folder.resolve(name).toString(), way.name()),
                event -> {}));
    }

    /** The JVM flags of a window that draws into memory. */
    static List<String> flags() {
        List<String> flags = new ArrayList<>(HEADLESS);
        flags.addAll(LauncherFlags.orOther(LauncherFlags.WINDOW, "bench.window.flags"));
        return flags;
    }

    private JsonObject ask(String command) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("do", command);
        return child.ask(request, LIMIT);
    }

    /** Pairs with the host of a ticket. */
    public void pair(String ticket) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("do", "pair");
        request.addProperty("ticket", ticket);
        child.ask(request, LIMIT);
    }

    /** Puts a session on screen. */
    public void show(SessionId session) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("do", "show");
        request.addProperty("session", session.value());
        child.ask(request, LIMIT);
    }

    /** Starts counting on the window's {@link Screen}. */
    public void begin() throws Exception {
        ask("begin");
    }

    /** The counts, see {@link Screen#figures()}. */
    public JsonObject figures() throws Exception {
        return ask("figures");
    }

    /** Runs a command of a benchmark in the window's process; {@code request} may hold its parameters. */
    public JsonObject run(Class<? extends ClientCommand> command, JsonObject request) throws Exception {
        JsonObject whole = request.deepCopy();
        whole.addProperty("do", command.getName());
        return child.ask(whole, LIMIT);
    }

    public JvmChild process() {
        return child;
    }

    @Override
    public void close() {
        child.close();
    }
}

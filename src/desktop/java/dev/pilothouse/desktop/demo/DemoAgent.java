package dev.pilothouse.desktop.demo;

import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.LineReader;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonRpcPeer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The demo agent's program. Reads requests on the main thread until stdin ends, and then exits at once, whatever its
 * turns do. {@code /help} and {@code docs/agents.md} list its commands.
 */
public final class DemoAgent {
    /** Environment variable with the folder for stored sessions; default: in the system's temporary directory. */
    public static final String STATE_VARIABLE = "PILOTHOUSE_DEMO_STATE";

    /** Environment variable with the output speed: 1 is normal, 2 twice as fast, 0 without pauses. */
    public static final String SPEED_VARIABLE = "PILOTHOUSE_DEMO_SPEED";

    /** Environment variable: if set to 1, the agent asks for a login instead of starting a session. */
    public static final String LOGIN_VARIABLE = "PILOTHOUSE_DEMO_LOGIN";

    /** The argument that undoes a {@code logout} and ends. */
    static final String LOGIN_ARGUMENT = "login";

    private DemoAgent() {}

    /**
     * Runs until stdin ends.
     *
     * @param args none, or {@value #LOGIN_ARGUMENT}
     */
    public static void main(String[] args) throws IOException {
        if (List.of(args).contains(LOGIN_ARGUMENT)) {
            settings(System.getenv()).setLoggedOut(false);
            System.out.println("Logged in to nothing.");
            return;
        }
        DemoOutput output = new DemoOutput(System.out);
        // Output of libraries must not mix with the messages.
        System.setOut(new PrintStream(System.err, true));
        DemoServer server = new DemoServer(output, settings(System.getenv()));
        JsonRpcPeer peer = new JsonRpcPeer(output, server, Deadlines.onThread("demo-deadlines"));
        server.serve(peer);
        LineReader reader = new LineReader(System.in, LineReader.DEFAULT_LIMIT);
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            peer.accept(line.get());
        }
        server.close();
        // The threads of running turns are daemons, so the program exits here.
    }

    private static DemoSettings settings(Map<String, String> environment) {
        Path fallback =
                Path.of(System.getProperty("java.io.tmpdir"), "pilothouse-demo-" + System.getProperty("user.name"));
        Path state = Optional.ofNullable(environment.get(STATE_VARIABLE))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElse(fallback);
        return new DemoSettings(
                state, speed(environment.get(SPEED_VARIABLE)), "1".equals(environment.get(LOGIN_VARIABLE)));
    }

    private static double speed(@Nullable String text) {
        try {
            return text == null ? 1 : Math.max(0, Double.parseDouble(text));
        } catch (NumberFormatException notANumber) {
            return 1;
        }
    }
}

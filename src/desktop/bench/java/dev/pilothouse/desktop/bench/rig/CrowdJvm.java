package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link ClientCrowd} in its own process. Owns it. Confined to one thread; ends with {@link #close()}. */
public final class CrowdJvm implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final JvmChild child;

    private CrowdJvm(JvmChild child) {
        this.child = child;
    }

    static CrowdJvm start(Path folder) throws IOException {
        return new CrowdJvm(
                JvmChild.start("crowd", folder, List.of("-XX:+UseSerialGC"), List.of(ClientCrowd.class.getName())));
    }

    /** Adds a client that subscribes to a session; waits until it has it. */
    public void join(String ticket, SessionId session) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("do", "join");
        request.addProperty("ticket", ticket);
        request.addProperty("session", session.value());
        child.ask(request, LIMIT);
    }

    /** The last seq of each client's session, in the order of joining. */
    public List<Long> seqs() throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("do", "seqs");
        return child.ask(request, LIMIT).entrySet().stream()
                .map(each -> each.getValue().getAsLong())
                .toList();
    }

    public JvmChild process() {
        return child;
    }

    @Override
    public void close() {
        child.close();
    }
}

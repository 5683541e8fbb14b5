package dev.pilothouse.app;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.recording.DemoHosts;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.text.Texts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parts of a demo: a recorded host on lanes of its own, because it blocks while its client is behind, and
 * preferences that are dropped with it.
 *
 * <p>Owns them. Created and closed on the FX thread. Ends with {@link #close()}.
 */
final class DemoClient implements AutoCloseable {
    /** The bound of the messages from the client that wait for the host. */
    private static final int TASKS = 256;

    private final Lanes lanes;
    private final DemoHosts hosts;
    private final Preferences preferences;

    /** @param real this device's preferences; their look and language apply in a demo too */
    DemoClient(ClientSetup setup, Preferences real, Thread.UncaughtExceptionHandler onFailure) {
        lanes = new Lanes("demo", onFailure);
        try {
            hosts = new DemoHosts(setup, lanes.open("demo-host", TASKS), () -> Texts.text("demo.refused"));
        } catch (RuntimeException unreadable) {
            lanes.close();
            throw unreadable;
        }
        preferences = new Passing(real);
    }

    Hosts hosts() {
        return hosts;
    }

    Preferences preferences() {
        return preferences;
    }

    @Override
    public void close() {
        hosts.close();
        lanes.close();
    }

    /** Reads through to the real preferences and never writes them. Changes last until the end of the demo. */
    static final class Passing implements Preferences {
        private final Preferences real;
        private final Map<String, String> put = new ConcurrentHashMap<>();

        Passing(Preferences real) {
            this.real = real;
        }

        @Override
        public Optional<String> get(String name) {
            String own = put.get(name);
            return own == null ? real.get(name) : Optional.of(own).filter(value -> !value.isEmpty());
        }

        @Override
        public void put(String name, String value) {
            put.put(name, value);
        }
    }
}

package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.cache.DeviceCache;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A device that is paired with a {@link ScriptedHost} and caches its state. Its app can be closed or killed, and
 * started again. Confined to the test's thread.
 */
public final class KeepingDevice {

    private static final PublicKey KEY = Identity.generate().publicKey();
    private static final Duration SECOND = Duration.ofSeconds(1);

    public final ManualClock clock = new ManualClock();
    public final ScriptedHost host = new ScriptedHost();
    final MemorySecureStore secrets = new MemorySecureStore();
    final Path folder;
    ManualLane state;
    ManualLane disk;
    DeviceCache cache;
    public PairedHosts hosts;

    public KeepingDevice(Path folder) {
        this.folder = folder;
        new SecurePairedHostStore(secrets)
                .save(new PairedHost(
                        ScriptedHost.HOST,
                        "Workshop",
                        KEY,
                        List.of(BridgeUrl.parse("ws://192.168.1.5:7717")),
                        Instant.EPOCH));
        run();
    }

    /** Starts the app until its links exist; the cache is not read yet, and nothing is connected. */
    public void run() {
        state = new ManualLane("client-state", 8_192, clock);
        disk = new ManualLane("cache", 256, clock);
        cache = new DeviceCache(folder, secrets, disk, clock);
        hosts = new PairedHosts(
                new ClientSetup(state, clock, clock::ticker, () -> 0.5, "test", "Phone", "Test"),
                new SecurePairedHostStore(secrets),
                paired -> host,
                new StoredSeenMarks(secrets),
                cache,
                null);
        hosts.start();
        state.runAll();
    }

    /** Kills the app: pending work does not run. */
    public void kill() {
        host.cut();
    }

    /** Closes the app normally. */
    public void close() {
        hosts.close();
        settle();
        cache.close();
    }

    public void settle() {
        boolean going = true;
        while (going) {
            going = state.runAll() > 0;
            going |= disk.runAll() > 0;
            going |= host.hear();
            going |= host.say();
        }
        assertThat(state.failures()).isEmpty();
        assertThat(disk.failures()).isEmpty();
    }

    public void elapse(Duration time) {
        settle();
        for (long i = 0; i < time.toSeconds(); i++) {
            clock.advance(SECOND);
            settle();
        }
    }

    public HostLink link() {
        return hosts.links().get(0);
    }

    public HostView view() {
        return link().reader().host();
    }

    public void open(String session) {
        link().sessions().open(new SessionId(session));
    }

    public Optional<SessionView> session(String session) {
        return link().reader().session(new SessionId(session));
    }
}

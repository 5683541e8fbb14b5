package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.model.TunnelProvider;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of a host's start.
 *
 * @param dataDir the data folder; created if it does not exist
 * @param port of the bridge; 0 for any free port
 * @param share whether to listen on the LAN too
 * @param autoPair whether a proved ticket needs no approval, as on a headless host that printed the ticket itself
 * @param name a display name; empty for the machine's name
 * @param tunnel the tunnel to start; null for none
 * @param keepAwake when running turns keep the machine awake; empty for the stored setting
 * @param loginShell whether the user's login shell may be asked for its {@code PATH}; see {@link #askingLoginShell}
 * @param newIdentity whether to replace the host's keys and to remove its devices; see {@link #withNewIdentity}
 */
public record HostOptions(
        Path dataDir,
        int port,
        boolean share,
        boolean autoPair,
        String name,
        @Nullable TunnelProvider tunnel,
        Optional<SleepInhibitor.When> keepAwake,
        boolean loginShell,
        boolean newIdentity) {
    public static final int DEFAULT_PORT = 7717;

    public HostOptions(
            Path dataDir,
            int port,
            boolean share,
            boolean autoPair,
            String name,
            @Nullable TunnelProvider tunnel,
            Optional<SleepInhibitor.When> keepAwake) {
        this(dataDir, port, share, autoPair, name, tunnel, keepAwake, false, false);
    }

    public HostOptions(
            Path dataDir, int port, boolean share, boolean autoPair, String name, @Nullable TunnelProvider tunnel) {
        this(dataDir, port, share, autoPair, name, tunnel, Optional.empty());
    }

    /** For the real program. A host in a test must not run the start files of the user's shell. */
    public HostOptions askingLoginShell() {
        return new HostOptions(dataDir, port, share, autoPair, name, tunnel, keepAwake, true, newIdentity);
    }

    /**
     * For a copied data folder, or one whose key is lost. The host starts with a new identity and no paired devices.
     */
    public HostOptions withNewIdentity(boolean wanted) {
        return new HostOptions(dataDir, port, share, autoPair, name, tunnel, keepAwake, loginShell, wanted);
    }

    /** Options without a tunnel. */
    public HostOptions(Path dataDir, int port, boolean share, boolean autoPair, String name) {
        this(dataDir, port, share, autoPair, name, null);
    }
}

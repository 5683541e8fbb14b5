package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.machine.KeepAwake;
import dev.pilothouse.model.TunnelWay;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a host is started.
 *
 * @param dataDir the data folder; made where it is not there
 * @param port of the bridge; 0 for any that is free
 * @param share whether to listen on the LAN too
 * @param autoPair whether a proved ticket is enough, as on a headless host that printed the ticket itself
 * @param name for people; empty for the machine's name
 * @param tunnel which one to start; null for none
 * @param keepAwake when running turns keep the machine awake; empty for what was said last
 * @param loginShell whether the person's login shell may be asked for its {@code PATH}; see {@link #askingLoginShell}
 * @param newIdentity whether to replace the host's keys and to forget its devices; see {@link #withNewIdentity}
 */
public record HostOptions(
        Path dataDir,
        int port,
        boolean share,
        boolean autoPair,
        String name,
        TunnelWay tunnel,
        Optional<KeepAwake.When> keepAwake,
        boolean loginShell,
        boolean newIdentity) {
    public static final int DEFAULT_PORT = 7717;

    public HostOptions(
            Path dataDir,
            int port,
            boolean share,
            boolean autoPair,
            String name,
            TunnelWay tunnel,
            Optional<KeepAwake.When> keepAwake) {
        this(dataDir, port, share, autoPair, name, tunnel, keepAwake, false, false);
    }

    public HostOptions(Path dataDir, int port, boolean share, boolean autoPair, String name, TunnelWay tunnel) {
        this(dataDir, port, share, autoPair, name, tunnel, Optional.empty());
    }

    /** For the program itself: a host of a test has no business in the start files of whoever runs the test. */
    public HostOptions askingLoginShell() {
        return new HostOptions(dataDir, port, share, autoPair, name, tunnel, keepAwake, true, newIdentity);
    }

    /** For a copy of a data folder, or one whose key is lost: the host starts as another one, with no paired devices. */
    public HostOptions withNewIdentity(boolean wanted) {
        return new HostOptions(dataDir, port, share, autoPair, name, tunnel, keepAwake, loginShell, wanted);
    }

    /** Without a tunnel. */
    public HostOptions(Path dataDir, int port, boolean share, boolean autoPair, String name) {
        this(dataDir, port, share, autoPair, name, null);
    }
}

package dev.pilothouse.desktop.host;

import dev.pilothouse.model.TunnelWay;
import java.nio.file.Path;

/**
 * How a host is started.
 *
 * @param dataDir the data folder; made where it is not there
 * @param port of the bridge; 0 for any that is free
 * @param share whether to listen on the LAN too
 * @param autoPair whether a proved ticket is enough, as on a headless host that printed the ticket itself
 * @param name for people; empty for the machine's name
 * @param tunnel which one to start; null for none
 */
public record HostOptions(Path dataDir, int port, boolean share, boolean autoPair, String name, TunnelWay tunnel) {
    public static final int DEFAULT_PORT = 7717;

    /** Without a tunnel. */
    public HostOptions(Path dataDir, int port, boolean share, boolean autoPair, String name) {
        this(dataDir, port, share, autoPair, name, null);
    }
}

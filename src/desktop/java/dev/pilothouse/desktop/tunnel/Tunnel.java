package dev.pilothouse.desktop.tunnel;

/**
 * Port: one tunnel tool. Provides its commands and interprets their output. It runs nothing itself;
 * {@link TunnelService} does, and owns the processes. Called on that service's lane; may read and write small files.
 */
interface Tunnel {
    /**
     * Returns the first step.
     *
     * @param port of the bridge on loopback
     */
    TunnelStep begin(int port);
}

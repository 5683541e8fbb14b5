package dev.pilothouse.desktop.tunnel;

/**
 * Port: knows one tool that makes tunnels, which commands to run and what their lines mean. Runs nothing itself; {@link
 * TunnelService} does, and owns the processes. Called on its lane; may read and write small files.
 */
interface Tunnel {
    /**
     * What to run first.
     *
     * @param port of the bridge on loopback
     */
    Move begin(int port);
}

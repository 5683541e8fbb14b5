package dev.pilothouse.model;

/** The program that provides a tunnel. */
public enum TunnelProvider {
    /** Microsoft's {@code devtunnel}: requires a login, keeps its address. */
    DEVTUNNEL,
    /** Cloudflare's {@code cloudflared} as a quick tunnel: no login, a new address each time. */
    CLOUDFLARED,
    /** The command that the host's owner configured in {@code tunnel.json}. */
    COMMAND
}

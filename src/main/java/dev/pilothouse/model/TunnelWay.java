package dev.pilothouse.model;

/** Whose program makes a tunnel. */
public enum TunnelWay {
    /** Microsoft's {@code devtunnel}: needs a login, keeps its address. */
    DEVTUNNEL,
    /** Cloudflare's {@code cloudflared} as a quick tunnel: no login, another address each time. */
    CLOUDFLARED,
    /** The command that the host's owner has written down in {@code tunnel.json}. */
    COMMAND
}

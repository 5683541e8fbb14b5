package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;

/**
 * How the host's tunnel is.
 *
 * @param way null if none was asked for since the host's start
 * @param url where the tunnel leads to the bridge, as {@code wss://…}; empty unless it is {@link Phase#UP}
 * @param text why it is not up and what to do, a sentence for people; may be empty
 * @param retryAt when it is tried again, by the host's clock; null unless it is {@link Phase#DROPPED}
 */
public record TunnelInfo(TunnelWay way, Phase phase, String url, String text, Instant retryAt) {
    /** What a host says that has no tunnel. */
    public static final TunnelInfo NONE = new TunnelInfo(null, Phase.STOPPED, "", "", null);

    /** Where it stands. */
    public enum Phase {
        STOPPED,
        /** The tool is not installed; trying again is of no use until somebody has done something. */
        NOT_FOUND,
        /** The tool has to be logged in first; likewise. */
        NOT_LOGGED_IN,
        /** What was configured cannot work; likewise. */
        MISCONFIGURED,
        STARTING,
        UP,
        /** It ended or did not come up, and is tried again. */
        DROPPED
    }

    public TunnelInfo {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(text, "text");
    }

    TunnelInfo withoutText() {
        return new TunnelInfo(way, phase, url, "", retryAt);
    }

    /** Whether somebody wants it, so that the host works on it. */
    public boolean wanted() {
        return phase == Phase.STARTING || phase == Phase.UP || phase == Phase.DROPPED;
    }
}

package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * State of the host's tunnel.
 *
 * @param way null if none was requested since the host's start
 * @param url the bridge's address through the tunnel, as {@code wss://…}; empty unless {@link Phase#UP}
 * @param sentence why it is not up and what to do, a sentence for people; may be empty
 * @param retryAt time of the next attempt by the host's clock; null unless {@link Phase#DROPPED}
 */
public record TunnelInfo(
        @Nullable TunnelProvider way,
        Phase phase,
        String url,
        HostText sentence,
        @Nullable Instant retryAt) {
    /** State of a host without a tunnel. */
    public static final TunnelInfo NONE = new TunnelInfo(null, Phase.STOPPED, "", HostText.NONE, null);

    /** Phase of the tunnel. */
    public enum Phase {
        STOPPED,
        /** The tool is not installed. Not retried until a person acts. */
        NOT_FOUND,
        /** The tool requires a login. Not retried until a person acts. */
        NOT_LOGGED_IN,
        /** The configuration cannot work. Not retried until a person acts. */
        MISCONFIGURED,
        STARTING,
        UP,
        /** It ended or did not come up; a retry is scheduled. */
        DROPPED
    }

    public TunnelInfo {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(sentence, "sentence");
    }

    public TunnelInfo(@Nullable TunnelProvider way, Phase phase, String url, String text, @Nullable Instant retryAt) {
        this(way, phase, url, HostText.untranslated(text), retryAt);
    }

    /** In English. */
    public String text() {
        return sentence.text();
    }

    TunnelInfo withoutText() {
        return new TunnelInfo(way, phase, url, HostText.NONE, retryAt);
    }

    /** Whether a tunnel is requested and the host keeps it up. */
    public boolean wanted() {
        return phase == Phase.STARTING || phase == Phase.UP || phase == Phase.DROPPED;
    }
}

package dev.pilothouse.protocol;

/** The versions of the bridge protocol that this build speaks. */
public final class ProtocolVersion {
    public static final int MIN = 1;
    public static final int MAX = 1;

    /** WebSocket subprotocol that names the version of the secure channel. */
    public static final String SUBPROTOCOL = "pilothouse.v1";

    private ProtocolVersion() {}
}

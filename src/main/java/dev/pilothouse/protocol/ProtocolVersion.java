package dev.pilothouse.protocol;

/** The bridge protocol versions that this build supports. */
public final class ProtocolVersion {
    public static final int MIN = 1;
    public static final int MAX = 1;

    /** WebSocket subprotocol; identifies the version of the secure channel. */
    public static final String SUBPROTOCOL = "pilothouse.v1";

    private ProtocolVersion() {}
}

package dev.pilothouse.secure;

/**
 * The host's side of the handshake. Any key completes it, and a first message may be a replay. The peer is
 * authenticated only after its first <em>transport</em> message has been opened. Until then the channel accepts frames
 * of at most 4 KiB ({@link FrameLimits#FIRST_FRAME}).
 *
 * <p>Stateless between calls; thread-safe.
 */
public final class ResponderHandshake {
    private static final byte[] RANDOM_EPHEMERAL = new byte[0];

    /**
     * The host's reply and the new channel.
     *
     * @param message2 48 bytes to send
     * @param channel the caller must close it
     */
    public record Accepted(byte[] message2, SecureChannel channel) {}

    private final Identity self;

    public ResponderHandshake(Identity self) {
        this.self = self;
    }

    /**
     * Processes a device's first message.
     *
     * @param message1 96 bytes
     * @param prologue the subprotocols offered and chosen at the WebSocket upgrade, as the host received them
     * @throws ChannelException if the device expected another host, saw another offer or has a weak key
     */
    public Accepted accept(byte[] message1, Prologue prologue) throws ChannelException {
        return accept(message1, prologue, RANDOM_EPHEMERAL);
    }

    /** Uses a fixed ephemeral key, for golden bytes in tests. */
    Accepted accept(byte[] message1, Prologue prologue, byte[] fixedEphemeral) throws ChannelException {
        try (NoiseState state = NoiseState.responder(self, prologue, fixedEphemeral)) {
            state.read(message1, NoiseState.MESSAGE_1);
            PublicKey device = state.remoteKey();
            byte[] message2 = state.write(NoiseState.MESSAGE_2);
            return new Accepted(message2, state.split(device, FrameLimits.FIRST_FRAME));
        }
    }
}

package dev.pilothouse.secure;

/**
 * The host's side of the handshake. Any key completes it, and its first message can be a replay: who is at the other
 * end is only certain once the first <em>transport</em> message has opened, and until then the channel accepts frames
 * of at most 4 KiB ({@link FrameLimits#FIRST_FRAME}).
 *
 * <p>Stateless between calls; any thread.
 */
public final class ResponderHandshake {
    private static final byte[] RANDOM_EPHEMERAL = new byte[0];

    /**
     * What the host sends back, and the channel that it opens.
     *
     * @param message2 48 bytes to send
     * @param channel to be closed by the caller
     */
    public record Accepted(byte[] message2, SecureChannel channel) {}

    private final HostIdentity self;

    public ResponderHandshake(HostIdentity self) {
        this.self = self;
    }

    /**
     * Answers a device's first message.
     *
     * @param message1 96 bytes
     * @param prologue what was offered and chosen at the WebSocket upgrade, as the host saw it
     * @throws ChannelException if the device did not mean this host, saw another offer or has a weak key
     */
    public Accepted accept(byte[] message1, Prologue prologue) throws ChannelException {
        return accept(message1, prologue, RANDOM_EPHEMERAL);
    }

    /** With a given ephemeral key, for golden bytes. */
    Accepted accept(byte[] message1, Prologue prologue, byte[] fixedEphemeral) throws ChannelException {
        try (NoiseState state = NoiseState.responder(self.keys(), prologue, fixedEphemeral)) {
            state.read(message1, NoiseState.MESSAGE_1);
            PublicKey device = state.remoteKey();
            byte[] message2 = state.write(NoiseState.MESSAGE_2);
            return new Accepted(message2, state.split(device, FrameLimits.FIRST_FRAME));
        }
    }
}

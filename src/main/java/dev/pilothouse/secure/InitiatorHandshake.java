package dev.pilothouse.secure;

import dev.pilothouse.secure.ChannelException.Fault;

/**
 * The device's side of the handshake: {@link #message1()} out, {@link #finish} with the host's answer in.
 *
 * <p>Owns the ephemeral key of this one attempt. One thread runs the attempt; {@link #close()} may come from any
 * thread. Ends with {@code finish}, whatever its outcome, or with {@link #close()}.
 */
public final class InitiatorHandshake implements AutoCloseable {
    private static final byte[] RANDOM_EPHEMERAL = new byte[0];

    private final PublicKey host;
    private final NoiseState state;
    private final byte[] message1;
    private boolean ended;

    /**
     * @param self the device's own key
     * @param host the pinned key: only the host that owns it can answer
     * @param prologue what was offered and chosen at the WebSocket upgrade, as the device saw it
     */
    public InitiatorHandshake(DeviceIdentity self, PublicKey host, Prologue prologue) {
        this(self, host, prologue, RANDOM_EPHEMERAL);
    }

    /** With a given ephemeral key, for golden bytes: reusing one in earnest would give the channel's keys away. */
    InitiatorHandshake(DeviceIdentity self, PublicKey host, Prologue prologue, byte[] fixedEphemeral) {
        this.host = host;
        this.state = NoiseState.initiator(self.keys(), host, prologue, fixedEphemeral);
        this.message1 = state.write(NoiseState.MESSAGE_1);
    }

    /** The 96 bytes to send first. */
    public byte[] message1() {
        return message1.clone();
    }

    /**
     * Checks the host's answer.
     *
     * @param message2 48 bytes
     * @throws ChannelException if the answer is not from the pinned host for this very attempt; close the socket
     */
    public synchronized SecureChannel finish(byte[] message2) throws ChannelException {
        if (ended) {
            throw new ChannelException(Fault.CLOSED, "This handshake has ended");
        }
        try {
            state.read(message2, NoiseState.MESSAGE_2);
            return state.split(host, FrameLimits.OPEN);
        } finally {
            close();
        }
    }

    /** Wipes what is left of the attempt; the channel lives on. Idempotent. */
    @Override
    public synchronized void close() {
        if (!ended) {
            ended = true;
            state.close();
        }
    }
}

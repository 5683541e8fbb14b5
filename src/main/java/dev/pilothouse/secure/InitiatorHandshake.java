package dev.pilothouse.secure;

import dev.pilothouse.secure.ChannelException.Fault;

/**
 * The device's side of the handshake: send {@link #message1()}, then pass the host's reply to {@link #finish}.
 *
 * <p>Owns the ephemeral key of this attempt. One thread runs the attempt; {@link #close()} may be called on any thread.
 * Ends with {@code finish}, whether it succeeds or fails, or with {@link #close()}.
 */
public final class InitiatorHandshake implements AutoCloseable {
    private static final byte[] RANDOM_EPHEMERAL = new byte[0];

    private final PublicKey host;
    private final NoiseState state;
    private final byte[] message1;
    private boolean ended;

    /**
     * Starts an attempt.
     *
     * @param self the device's own key
     * @param host the pinned key; only the host with this key can reply
     * @param prologue the subprotocols offered and chosen at the WebSocket upgrade, as the device received them
     */
    public InitiatorHandshake(Identity self, PublicKey host, Prologue prologue) {
        this(self, host, prologue, RANDOM_EPHEMERAL);
    }

    /**
     * Uses a fixed ephemeral key, for golden bytes in tests. Reusing one in production would expose the channel's keys.
     */
    InitiatorHandshake(Identity self, PublicKey host, Prologue prologue, byte[] fixedEphemeral) {
        this.host = host;
        this.state = NoiseState.initiator(self, host, prologue, fixedEphemeral);
        this.message1 = state.write(NoiseState.MESSAGE_1);
    }

    /** The 96 bytes to send first. */
    public byte[] message1() {
        return message1.clone();
    }

    /**
     * Checks the host's reply.
     *
     * @param message2 48 bytes
     * @throws ChannelException if the reply is not from the pinned host for this attempt; close the socket
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

    /** Wipes the state of the attempt; a returned channel stays open. Idempotent. */
    @Override
    public synchronized void close() {
        if (!ended) {
            ended = true;
            state.close();
        }
    }
}

package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.DHState;
import com.southernstorm.noise.protocol.HandshakeState;
import dev.pilothouse.secure.ChannelException.Fault;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.ShortBufferException;

/**
 * One run of the library's handshake, with checks that the library lacks: exact sizes, empty payloads, no weak keys.
 * Confined to the handshake's thread.
 */
final class NoiseState implements AutoCloseable {
    static final String PROTOCOL = "Noise_IK_25519_ChaChaPoly_SHA256";

    /** Size: e (32), encrypted s (32 + 16), tag of the empty payload (16). */
    static final int MESSAGE_1 = 96;

    /** Size: e (32), tag of the empty payload (16). */
    static final int MESSAGE_2 = 48;

    private static final byte[] NO_PAYLOAD = new byte[0];

    private final HandshakeState state;

    private NoiseState(HandshakeState state) {
        this.state = state;
    }

    static NoiseState initiator(Identity self, PublicKey host, Prologue prologue, byte[] fixedEphemeral) {
        HandshakeState state = create(HandshakeState.INITIATOR, self, prologue, fixedEphemeral);
        state.getRemotePublicKey().setPublicKey(host.bytes(), 0);
        state.start();
        return new NoiseState(state);
    }

    static NoiseState responder(Identity self, Prologue prologue, byte[] fixedEphemeral) {
        HandshakeState state = create(HandshakeState.RESPONDER, self, prologue, fixedEphemeral);
        state.start();
        return new NoiseState(state);
    }

    private static HandshakeState create(int role, Identity self, Prologue prologue, byte[] fixedEphemeral) {
        try {
            HandshakeState state = new HandshakeState(PROTOCOL, role);
            self.copyTo(state.getLocalKeyPair());
            byte[] bytes = prologue.bytes();
            state.setPrologue(bytes, 0, bytes.length);
            if (fixedEphemeral.length > 0) {
                state.getFixedEphemeralKey().setPrivateKey(fixedEphemeral, 0);
            }
            return state;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The Noise library lacks " + PROTOCOL, e);
        }
    }

    byte[] write(int size) {
        byte[] message = new byte[size];
        try {
            int written = state.writeMessage(message, 0, NO_PAYLOAD, 0, 0);
            if (written != size) {
                throw new IllegalStateException("A handshake message has " + written + " bytes instead of " + size);
            }
            return message;
        } catch (ShortBufferException e) {
            throw new IllegalStateException("A handshake message has more than " + size + " bytes", e);
        }
    }

    void read(byte[] message, int size) throws ChannelException {
        if (message.length != size) {
            throw new ChannelException(
                    Fault.BAD_HANDSHAKE, "A handshake message has " + message.length + " bytes instead of " + size);
        }
        // Both messages begin with the sender's ephemeral key, unencrypted.
        if (X25519Keys.isWeak(message, 0)) {
            throw new ChannelException(Fault.WEAK_KEY, "The peer's ephemeral key is weak");
        }
        try {
            state.readMessage(message, 0, size, new byte[size], 0);
        } catch (BadPaddingException e) {
            throw new ChannelException(
                    Fault.BAD_HANDSHAKE, "The handshake failed: another host key, or a changed offer", e);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("The payload buffer is as large as the message", e);
        }
    }

    PublicKey remoteKey() throws ChannelException {
        byte[] bytes = new byte[X25519Keys.KEY_LENGTH];
        DHState remote = state.getRemotePublicKey();
        remote.getPublicKey(bytes, 0);
        try {
            return PublicKey.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new ChannelException(Fault.WEAK_KEY, "The peer's static key is weak", e);
        }
    }

    SecureChannel split(PublicKey remote, FrameLimits limits) {
        byte[] hash = state.getHandshakeHash();
        SecureChannel channel = new SecureChannel(remote, hash, state.split(), limits);
        Arrays.fill(hash, (byte) 0);
        return channel;
    }

    @Override
    public void close() {
        state.destroy();
    }
}

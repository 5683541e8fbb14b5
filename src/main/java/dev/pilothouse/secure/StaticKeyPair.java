package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.DHState;

/** The bytes of a static key pair. Used only in this package; the private key is never printed. */
final class StaticKeyPair {
    private final byte[] privateKey;
    private final PublicKey publicKey;

    private StaticKeyPair(byte[] privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    static StaticKeyPair generate() {
        DHState state = X25519Keys.newState();
        try {
            state.generateKeyPair();
            return from(state);
        } finally {
            state.destroy();
        }
    }

    static StaticKeyPair of(byte[] privateKey) {
        if (privateKey.length != X25519Keys.KEY_LENGTH) {
            throw new IllegalArgumentException("A private key has 32 bytes, not " + privateKey.length);
        }
        DHState state = X25519Keys.newState();
        try {
            state.setPrivateKey(privateKey, 0);
            return from(state);
        } finally {
            state.destroy();
        }
    }

    private static StaticKeyPair from(DHState state) {
        byte[] secret = new byte[X25519Keys.KEY_LENGTH];
        byte[] open = new byte[X25519Keys.KEY_LENGTH];
        state.getPrivateKey(secret, 0);
        state.getPublicKey(open, 0);
        return new StaticKeyPair(secret, PublicKey.of(open));
    }

    PublicKey publicKey() {
        return publicKey;
    }

    byte[] privateKey() {
        return privateKey.clone();
    }

    void copyTo(DHState state) {
        state.setPrivateKey(privateKey, 0);
    }
}

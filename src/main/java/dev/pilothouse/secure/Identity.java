package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.DHState;

/**
 * The key pair that identifies a host or a device. A host generates its own once with its data folder, and devices pin
 * its public key from the ticket. A device generates its own once per installation and keeps it in its secure store.
 *
 * <p>Owns the private key; only {@link #privateKey()} returns it, for storage, and it is never printed. Immutable and
 * thread-safe.
 */
public final class Identity {
    /** Never changed, so any thread may copy it. */
    private final DHState pair;

    private final PublicKey publicKey;

    private Identity(DHState pair, PublicKey publicKey) {
        this.pair = pair;
        this.publicKey = publicKey;
    }

    /** Generates a new identity with the platform's secure random numbers. */
    public static Identity generate() {
        DHState pair = X25519Keys.newState();
        pair.generateKeyPair();
        return from(pair);
    }

    /**
     * Restores an identity from its stored form.
     *
     * @param privateKey the 32 bytes of {@link #privateKey()}; copied
     * @throws IllegalArgumentException if there are not exactly 32 bytes
     */
    public static Identity of(byte[] privateKey) {
        if (privateKey.length != X25519Keys.KEY_LENGTH) {
            throw new IllegalArgumentException("A private key has 32 bytes, not " + privateKey.length);
        }
        DHState pair = X25519Keys.newState();
        pair.setPrivateKey(privateKey, 0);
        return from(pair);
    }

    private static Identity from(DHState pair) {
        byte[] open = new byte[X25519Keys.KEY_LENGTH];
        pair.getPublicKey(open, 0);
        return new Identity(pair, PublicKey.of(open));
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** The stored form, 32 bytes, as a copy. Store it where only its owner may read it. */
    public byte[] privateKey() {
        byte[] secret = new byte[X25519Keys.KEY_LENGTH];
        pair.getPrivateKey(secret, 0);
        return secret;
    }

    /** Copies both keys; calculating the public one again would take as long as a Diffie-Hellman result. */
    void copyTo(DHState state) {
        state.copyFrom(pair);
    }

    @Override
    public String toString() {
        return "Identity[" + publicKey.fingerprint() + "]";
    }
}

package dev.pilothouse.secure;

/**
 * The key that identifies a host. Generated once with its data folder. Devices pin its public key from the ticket.
 *
 * <p>Owns the private key; only {@link #privateKey()} returns it, for storage. Immutable and thread-safe.
 */
public final class HostIdentity {
    private final StaticKeyPair keys;

    private HostIdentity(StaticKeyPair keys) {
        this.keys = keys;
    }

    /** Generates a new identity with the platform's secure random numbers. */
    public static HostIdentity generate() {
        return new HostIdentity(StaticKeyPair.generate());
    }

    /**
     * Restores an identity from its stored form.
     *
     * @param privateKey the 32 bytes of {@link #privateKey()}; copied
     * @throws IllegalArgumentException if there are not exactly 32 bytes
     */
    public static HostIdentity of(byte[] privateKey) {
        return new HostIdentity(StaticKeyPair.of(privateKey));
    }

    public PublicKey publicKey() {
        return keys.publicKey();
    }

    /** The stored form, 32 bytes, as a copy. Store it where only its owner may read it. */
    public byte[] privateKey() {
        return keys.privateKey();
    }

    StaticKeyPair keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "HostIdentity[" + publicKey().fingerprint() + "]";
    }
}

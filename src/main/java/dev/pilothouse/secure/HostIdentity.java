package dev.pilothouse.secure;

/**
 * The key that a host <em>is</em>: made once with its data folder; devices pin its public half from the ticket.
 *
 * <p>Owns the private half, which only {@link #privateKey()} hands out, for storage. Immutable, any thread.
 */
public final class HostIdentity {
    private final StaticKeyPair keys;

    private HostIdentity(StaticKeyPair keys) {
        this.keys = keys;
    }

    /** A new identity from the platform's secure random numbers. */
    public static HostIdentity generate() {
        return new HostIdentity(StaticKeyPair.generate());
    }

    /**
     * An identity from its stored form.
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

    /** The stored form, 32 bytes, as a copy. Belongs into a file or store that only its owner may read. */
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

package dev.pilothouse.secure;

/**
 * The key that identifies a device. Generated once per installation and kept in its secure store.
 *
 * <p>Owns the private key; only {@link #privateKey()} returns it, for storage. Immutable and thread-safe.
 */
public final class DeviceIdentity {
    private final StaticKeyPair keys;

    private DeviceIdentity(StaticKeyPair keys) {
        this.keys = keys;
    }

    /** Generates a new identity with the platform's secure random numbers. */
    public static DeviceIdentity generate() {
        return new DeviceIdentity(StaticKeyPair.generate());
    }

    /**
     * Restores an identity from its stored form.
     *
     * @param privateKey the 32 bytes of {@link #privateKey()}; copied
     * @throws IllegalArgumentException if there are not exactly 32 bytes
     */
    public static DeviceIdentity of(byte[] privateKey) {
        return new DeviceIdentity(StaticKeyPair.of(privateKey));
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
        return "DeviceIdentity[" + publicKey().fingerprint() + "]";
    }
}

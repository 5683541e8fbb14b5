package dev.pilothouse.secure;

/**
 * The key that a device <em>is</em>: made once per installation and kept in its secure store.
 *
 * <p>Owns the private half, which only {@link #privateKey()} hands out, for storage. Immutable, any thread.
 */
public final class DeviceIdentity {
    private final StaticKeyPair keys;

    private DeviceIdentity(StaticKeyPair keys) {
        this.keys = keys;
    }

    /** A new identity from the platform's secure random numbers. */
    public static DeviceIdentity generate() {
        return new DeviceIdentity(StaticKeyPair.generate());
    }

    /**
     * An identity from its stored form.
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

    /** The stored form, 32 bytes, as a copy. Belongs into a file or store that only its owner may read. */
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

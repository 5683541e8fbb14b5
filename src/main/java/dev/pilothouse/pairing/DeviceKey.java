package dev.pilothouse.pairing;

import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.secure.Identity;

/** Stores the device's own key. Owns the entry {@code device.key} of the platform's store. */
public final class DeviceKey {
    private static final String ENTRY = "device.key";

    private DeviceKey() {}

    /**
     * Returns the stored identity. If there is none, generates one and stores it first.
     *
     * @throws java.io.UncheckedIOException if the store fails
     * @throws IllegalStateException if the entry is not a key; it is not replaced, because a new key would be another
     *     device
     */
    public static Identity loadOrCreate(SecureStore store) {
        return store.read(ENTRY).map(DeviceKey::stored).orElseGet(() -> {
            Identity created = Identity.generate();
            store.write(ENTRY, created.privateKey());
            return created;
        });
    }

    private static Identity stored(byte[] content) {
        try {
            return Identity.of(content);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "This device's key is damaged. Restore it, or remove it and pair this device again.", e);
        }
    }
}

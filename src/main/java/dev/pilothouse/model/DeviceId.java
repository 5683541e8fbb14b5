package dev.pilothouse.model;

/**
 * The id of a paired device. The host derives it from the device's public key.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record DeviceId(String value) {
    public DeviceId {
        Ids.requireWord("DeviceId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}

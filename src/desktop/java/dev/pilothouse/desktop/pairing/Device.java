package dev.pilothouse.desktop.pairing;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Scope;
import dev.pilothouse.secure.PublicKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A device whose key the host accepts.
 *
 * @param name a display name, never empty
 * @param platform such as {@code Android 16}, may be empty
 * @param lastSeen null if it never connected after pairing
 * @param address the address of its last connection, may be empty
 * @param expiresAt when its access ends; null for never
 */
public record Device(
        DeviceId deviceId,
        PublicKey key,
        String name,
        String platform,
        Scope scope,
        Instant pairedAt,
        @Nullable Instant lastSeen,
        String address,
        @Nullable Instant expiresAt) {
    private static final int MAX_TEXT = 64;

    public Device {
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(pairedAt, "pairedAt");
        Objects.requireNonNull(address, "address");
    }

    /** The id of a device with this key. It is the same on every host. */
    public static DeviceId idOf(PublicKey key) {
        return new DeviceId("d" + key.fingerprint());
    }

    /** Sanitizes a text from a device for display: one line of at most 64 characters. */
    static String shown(String text, String orElse) {
        StringBuilder line = new StringBuilder();
        PlainText.line(text).codePoints().limit(MAX_TEXT).forEach(line::appendCodePoint);
        String shown = line.toString().strip();
        return shown.isEmpty() ? orElse : shown;
    }

    /** Whether it is not let in because this version does not know the scope in {@code devices.json}. */
    boolean isWithheld() {
        return scope == Scope.VIEW && Instant.EPOCH.equals(expiresAt);
    }

    /** Says why its access has ended. */
    public HostText endText() {
        return isWithheld()
                ? HostText.of(HostTextCode.BYE_SCOPE_UNKNOWN)
                : HostText.of(HostTextCode.BYE_EXPIRED, String.valueOf(expiresAt));
    }

    Device withName(String newName) {
        return new Device(deviceId, key, newName, platform, scope, pairedAt, lastSeen, address, expiresAt);
    }

    Device scoped(Scope newScope) {
        return new Device(deviceId, key, name, platform, newScope, pairedAt, lastSeen, address, expiresAt);
    }

    Device withSeen(@Nullable Instant when, String from) {
        return new Device(deviceId, key, name, platform, scope, pairedAt, when, from, expiresAt);
    }

    Device expiring(@Nullable Instant when) {
        return new Device(deviceId, key, name, platform, scope, pairedAt, lastSeen, address, when);
    }

    /** Whether its access has ended, by the host's clock. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}

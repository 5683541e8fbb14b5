package dev.pilothouse.model;

import org.jspecify.annotations.Nullable;

/**
 * The address of a target and what it needs there, as a person enters it. A null stays as it was. Sent to the host,
 * never back.
 *
 * @param token for the Authorization header; empty for none
 * @param publicKey of a receiver with keys: 65 bytes in base64url
 * @param authSecret of a receiver with keys: 16 bytes in base64url
 */
public record PushSecrets(
        @Nullable String url,
        @Nullable String token,
        @Nullable String publicKey,
        @Nullable String authSecret) {
    public static final PushSecrets UNCHANGED = new PushSecrets(null, null, null, null);

    @Override
    public String toString() {
        return "PushSecrets[]";
    }
}

package dev.pilothouse.bridge;

import dev.pilothouse.model.RequestId;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes request ids of 128 random bits. Owns its random number generator. Thread-safe. */
final class RequestIds {

    private final SecureRandom random = new SecureRandom();

    RequestId next() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return new RequestId(HexFormat.of().formatHex(bits));
    }
}

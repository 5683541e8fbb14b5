package dev.pilothouse.secure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The byte-exact examples that {@code docs/protocol.md} quotes. */
final class Golden {
    private Golden() {}

    static String text(String name) throws IOException {
        String path = "/golden/channel/" + name;
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}

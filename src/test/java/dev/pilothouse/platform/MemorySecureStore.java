package dev.pilothouse.platform;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stores secrets in memory. */
public final class MemorySecureStore implements SecureStore {

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(contents.get(checked(name))).map(byte[]::clone);
    }

    @Override
    public void write(String name, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException("too long");
        }
        contents.put(checked(name), content.clone());
    }

    @Override
    public void remove(String name) {
        contents.remove(checked(name));
    }

    private static String checked(String name) {
        if (!name.matches("[a-z0-9-][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("not a name");
        }
        return name;
    }
}

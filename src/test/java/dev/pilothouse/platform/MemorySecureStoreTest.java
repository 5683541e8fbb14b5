package dev.pilothouse.platform;

final class MemorySecureStoreTest extends SecureStoreContract {

    private final MemorySecureStore store = new MemorySecureStore();

    @Override
    protected SecureStore start() {
        return store;
    }
}

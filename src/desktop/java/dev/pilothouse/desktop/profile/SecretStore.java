package dev.pilothouse.desktop.profile;

import dev.pilothouse.model.HostText;

/** Port: the keystore of the system. Any thread; blocks for a bounded time. */
interface SecretStore {
    /** Reads an entry of the service {@code pilothouse}. */
    Found find(String name);

    sealed interface Found {
        record Secret(String value) implements Found {
            @Override
            public String toString() {
                return "Secret";
            }
        }

        record Missing(HostText reason) implements Found {}
    }
}

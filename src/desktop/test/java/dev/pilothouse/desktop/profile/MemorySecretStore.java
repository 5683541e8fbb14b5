package dev.pilothouse.desktop.profile;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.Map;

/** A keystore for tests. */
record MemorySecretStore(Map<String, String> entries) implements SecretStore {
    @Override
    public Found find(String name) {
        String value = entries.get(name);
        return value == null
                ? new Found.Missing(HostText.of(HostTextCode.SECRET_NOT_STORED, name))
                : new Found.Secret(value);
    }
}

package dev.pilothouse.desktop.profile;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ProfileSetting;
import java.util.HashMap;
import java.util.Map;

/** Looks up the values of variables and headers at the start of an agent. Blocks; used once, on one thread. */
final class SettingReader {
    private final SecretStore secrets;
    private final Map<String, String> environment;
    /** Entries that were looked up, so that the keystore is asked once for each. */
    private final Map<String, SecretStore.Found> found = new HashMap<>();

    /** @param environment the host's own */
    SettingReader(SecretStore secrets, Map<String, String> environment) {
        this.secrets = secrets;
        this.environment = environment;
    }

    SecretStore.Found read(ProfileSetting setting) {
        return switch (setting.source()) {
            case PLAIN -> new SecretStore.Found.Secret(setting.text());
            case ENVIRONMENT -> {
                String value = environment.get(setting.text());
                yield value == null || value.isEmpty()
                        ? new SecretStore.Found.Missing(HostText.of(HostTextCode.SECRET_NO_VARIABLE, setting.text()))
                        : new SecretStore.Found.Secret(setting.prefix() + value);
            }
            case KEYSTORE -> {
                SecretStore.Found entry = found.computeIfAbsent(setting.text(), secrets::find);
                yield entry instanceof SecretStore.Found.Secret secret
                        ? new SecretStore.Found.Secret(setting.prefix() + secret.value())
                        : entry;
            }
            case KEPT, OTHER -> new SecretStore.Found.Missing(HostText.of(HostTextCode.VALUE_NO_SETTING));
        };
    }
}

package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.SessionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores which session is open, and opens it again after a restart as soon as its host lists it. Does not open it once
 * the person has gone somewhere else. A phone always starts with its list, where waiting sessions come first.
 *
 * <p>Confined to the FX thread. Ends with the shell.
 */
final class LastSessionStore {
    private static final String NAME = "session";

    private final Navigation navigation;
    /** The session to open, empty once that is done or no longer wanted. */
    private String wanted;

    /** @param display of this device; null counts as a desktop */
    LastSessionStore(Navigation navigation, Preferences kept, @Nullable DeviceDisplay display) {
        this.navigation = navigation;
        boolean phone = display != null && display.formFactor() == DeviceDisplay.FormFactor.PHONE;
        wanted = phone ? "" : kept.get(NAME).orElse("");
        navigation.sessionProperty().addListener((property, before, now) -> {
            wanted = "";
            kept.put(NAME, now == null ? "" : now.asText());
        });
        navigation.screenProperty().addListener((property, before, now) -> wanted = "");
    }

    void render(List<HostLink> links) {
        if (wanted.isEmpty()) {
            return;
        }
        links.stream()
                .flatMap(link -> link.reader().host().sessions().stream()
                        .map(session -> new SessionKey(link.hostId(), session.sessionId())))
                .filter(key -> key.asText().equals(wanted))
                .findFirst()
                .ifPresent(navigation::resume);
    }
}

package dev.pilothouse.ui.composer;

import dev.pilothouse.platform.Preferences;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * The setting whether Enter sends or inserts a line break. On a desktop it sends by default. On a phone, whose keyboard
 * has no Shift+Enter, it inserts a line break by default. Owns only its key in {@link Preferences}; confined to the FX
 * thread.
 */
public final class EnterKeySetting {
    private static final String KEPT = "composer.enter";
    private static final String SENDS = "sends";
    private static final String BREAKS = "breaks";

    private final Preferences kept;
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes");

    EnterKeySetting(Preferences kept) {
        this.kept = kept;
    }

    public boolean enterSends(boolean phone) {
        return kept.get(KEPT).map(SENDS::equals).orElse(!phone);
    }

    /** A counter that changes whenever the user changes the setting. */
    public ReadOnlyIntegerProperty changes() {
        return changes.getReadOnlyProperty();
    }

    public void setEnterSends(boolean sends) {
        kept.put(KEPT, sends ? SENDS : BREAKS);
        changes.set(changes.get() + 1);
    }
}

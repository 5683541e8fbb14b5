package dev.pilothouse.ui.settings;

import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** Appearance and text size of this device. Confined to the FX thread; ends with the shell. */
public final class SettingsPresenter {
    private final ObjectProperty<Appearance> appearance;
    private final ObjectProperty<TextSize> textSize;

    /** Which look to take. */
    public enum Appearance {
        /** The system's, where it says which; else dark. */
        SYSTEM,
        DARK,
        LIGHT
    }

    /** How large the text is set. */
    public enum TextSize {
        SMALL,
        NORMAL,
        LARGE
    }

    public SettingsPresenter(KeptValues kept) {
        appearance = new SimpleObjectProperty<>(
                this, "appearance", read(Appearance.class, kept, "appearance", Appearance.SYSTEM));
        textSize =
                new SimpleObjectProperty<>(this, "textSize", read(TextSize.class, kept, "textSize", TextSize.NORMAL));
        appearance.addListener((property, before, now) -> kept.put("appearance", name(now)));
        textSize.addListener((property, before, now) -> kept.put("textSize", name(now)));
    }

    public ObjectProperty<Appearance> appearanceProperty() {
        return appearance;
    }

    public ObjectProperty<TextSize> textSizeProperty() {
        return textSize;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E read(Class<E> type, KeptValues kept, String key, E otherwise) {
        String wanted = kept.get(key).orElse("");
        for (E value : type.getEnumConstants()) {
            if (name(value).equals(wanted)) {
                return value;
            }
        }
        return otherwise;
    }
}

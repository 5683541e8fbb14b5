package dev.pilothouse.ui.settings;

import dev.pilothouse.platform.Preferences;
import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The person's preferences on this device, and the search in them. Confined to the FX thread. Ends with the shell. */
public final class SettingsPresenter {
    private final Preferences kept;
    private final ObjectProperty<Appearance> appearance;
    private final ObjectProperty<Accent> accent;
    private final IntegerProperty fontSize;
    private final ObjectProperty<Density> density;
    private final ObjectProperty<Messages> messages;
    private final BooleanProperty reducedMotion;
    private final ObjectProperty<Tongue> language;
    private final BooleanProperty notifyNeedsYou;
    private final BooleanProperty notifyDone;
    private final BooleanProperty notifyFailed;
    private final ObjectProperty<Quiet> quietTime;
    private final BooleanProperty notifyDetails;
    private final BooleanProperty vibrate;
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ReadOnlyObjectWrapper<List<Setting>> shown = new ReadOnlyObjectWrapper<>(this, "shown", List.of());
    private Set<Setting> offered = EnumSet.allOf(Setting.class);

    /** The chosen theme. */
    public enum Appearance {
        /** The system's theme, if it is known, else dark. */
        SYSTEM,
        DARK,
        LIGHT
    }

    /** The spacing of rows. */
    public enum Density {
        ROOMY,
        COMPACT
    }

    /** The layout of a conversation. */
    public enum Messages {
        /** One column; a bar marks the person's messages. */
        COLUMN,
        /** The person's messages are on the right, as in a chat. */
        CHAT
    }

    /** The minutes of an agent's silence before a notification. */
    public enum Quiet {
        NEVER(0),
        FIVE(5),
        TEN(10),
        THIRTY(30);

        private final int minutes;

        Quiet(int minutes) {
            this.minutes = minutes;
        }

        public int minutes() {
            return minutes;
        }
    }

    /** The language of the interface. */
    public enum Tongue {
        SYSTEM,
        ENGLISH,
        GERMAN,
        FRENCH;

        public Language language() {
            return switch (this) {
                case SYSTEM -> Language.ofSystem();
                case ENGLISH -> Language.ENGLISH;
                case GERMAN -> Language.GERMAN;
                case FRENCH -> Language.FRENCH;
            };
        }
    }

    /** @param calm whether animations are off by default */
    public SettingsPresenter(Preferences kept, boolean calm) {
        this.kept = kept;
        appearance = choice(Appearance.class, "appearance", Appearance.SYSTEM);
        accent = choice(Accent.class, "accent", Accent.BLUE);
        density = choice(Density.class, "density", Density.ROOMY);
        messages = choice(Messages.class, "messages", Messages.COLUMN);
        language = choice(Tongue.class, "language", Tongue.SYSTEM);
        reducedMotion = flag("still", calm);
        notifyNeedsYou = flag("tellNeedsYou", true);
        notifyDone = flag("tellDone", true);
        notifyFailed = flag("tellFailed", true);
        quietTime = choice(Quiet.class, "tellQuiet", Quiet.TEN);
        notifyDetails = flag("tellDetails", false);
        vibrate = flag("vibrate", false);
        fontSize = new SimpleIntegerProperty(this, "fontSize", readFontSize());
        fontSize.addListener((property, before, now) -> kept.put("fontSize", Integer.toString(now.intValue())));
        search.addListener((property, before, now) -> find());
        find();
    }

    /** The chosen language. Static, because it is needed at start, before any text is shown. */
    public static Language language(Preferences kept) {
        return read(Tongue.class, kept, "language", Tongue.SYSTEM).language();
    }

    private int readFontSize() {
        try {
            int size = Integer.parseInt(kept.get("fontSize").orElse(""));
            return Math.max(ThemeSettings.SMALLEST, Math.min(ThemeSettings.LARGEST, size));
        } catch (NumberFormatException never) {
            return ThemeSettings.STANDARD;
        }
    }

    private <E extends Enum<E>> ObjectProperty<E> choice(Class<E> type, String name, E otherwise) {
        ObjectProperty<E> choice = new SimpleObjectProperty<>(this, name, read(type, kept, name, otherwise));
        choice.addListener((property, before, now) -> kept.put(name, name(now)));
        return choice;
    }

    private BooleanProperty flag(String name, boolean otherwise) {
        BooleanProperty flag = new SimpleBooleanProperty(
                this, name, kept.get(name).map(Boolean::parseBoolean).orElse(otherwise));
        flag.addListener((property, before, now) -> kept.put(name, now.toString()));
        return flag;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E read(Class<E> type, Preferences kept, String key, E otherwise) {
        String wanted = kept.get(key).orElse("");
        for (E value : type.getEnumConstants()) {
            if (name(value).equals(wanted)) {
                return value;
            }
        }
        return otherwise;
    }

    public ObjectProperty<Appearance> appearanceProperty() {
        return appearance;
    }

    public ObjectProperty<Accent> accentProperty() {
        return accent;
    }

    /** The size of the body text in pixels, from {@link ThemeSettings#SMALLEST} to {@link ThemeSettings#LARGEST}. */
    public IntegerProperty fontSizeProperty() {
        return fontSize;
    }

    public ObjectProperty<Density> densityProperty() {
        return density;
    }

    public ObjectProperty<Messages> messagesProperty() {
        return messages;
    }

    /** Whether animations are off. */
    public BooleanProperty reducedMotionProperty() {
        return reducedMotion;
    }

    public ObjectProperty<Tongue> languageProperty() {
        return language;
    }

    /** Whether to notify when an agent waits for the person. */
    public BooleanProperty notifyNeedsYouProperty() {
        return notifyNeedsYou;
    }

    public BooleanProperty notifyDoneProperty() {
        return notifyDone;
    }

    public BooleanProperty notifyFailedProperty() {
        return notifyFailed;
    }

    /** The length of an agent's silence, during a turn, before a notification. */
    public ObjectProperty<Quiet> quietTimeProperty() {
        return quietTime;
    }

    /** Whether a notification may contain the session's name and its question. */
    public BooleanProperty notifyDetailsProperty() {
        return notifyDetails;
    }

    /** Whether the device vibrates when an agent asks while the app is in front. */
    public BooleanProperty vibrateProperty() {
        return vibrate;
    }

    /** The text of the search field. */
    public StringProperty searchProperty() {
        return search;
    }

    /** The visible settings: those that this device offers and that match every word of the search. */
    public ReadOnlyObjectProperty<List<Setting>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** @param settings the settings that apply to this device */
    public void offer(Set<Setting> settings) {
        if (!offered.equals(settings)) {
            offered = EnumSet.copyOf(settings);
            find();
        }
    }

    /** The settings that this device offers, independent of the search. */
    public Set<Setting> offered() {
        return EnumSet.copyOf(offered);
    }

    private void find() {
        String[] words = search.get().toLowerCase(Texts.formats()).strip().split("\\s+");
        List<Setting> found = new ArrayList<>();
        for (Setting setting : offered) {
            String text = (setting.section().title() + "\n" + setting.title() + "\n" + setting.hint())
                    .toLowerCase(Texts.formats());
            boolean all = true;
            for (String word : words) {
                all &= text.contains(word);
            }
            if (all) {
                found.add(setting);
            }
        }
        shown.set(List.copyOf(found));
    }
}

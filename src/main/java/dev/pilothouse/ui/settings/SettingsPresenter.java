package dev.pilothouse.ui.settings;

import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Look;
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

/** What this device's person has chosen, and the search among it. Confined to the FX thread; ends with the shell. */
public final class SettingsPresenter {
    private final KeptValues kept;
    private final ObjectProperty<Appearance> appearance;
    private final ObjectProperty<Accent> accent;
    private final IntegerProperty fontSize;
    private final ObjectProperty<Density> density;
    private final ObjectProperty<Messages> messages;
    private final BooleanProperty stillness;
    private final ObjectProperty<Tongue> tongue;
    private final BooleanProperty tellNeedsYou;
    private final BooleanProperty tellDone;
    private final BooleanProperty tellFailed;
    private final ObjectProperty<Quiet> tellQuiet;
    private final BooleanProperty tellDetails;
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ReadOnlyObjectWrapper<List<Setting>> shown = new ReadOnlyObjectWrapper<>(this, "shown", List.of());
    private Set<Setting> offered = EnumSet.allOf(Setting.class);

    /** Which look to take. */
    public enum Appearance {
        /** The system's, where it says which; else dark. */
        SYSTEM,
        DARK,
        LIGHT
    }

    /** How close rows stand. */
    public enum Density {
        ROOMY,
        COMPACT
    }

    /** How a conversation is laid out. */
    public enum Messages {
        /** One column; the person's words are marked by a bar. */
        COLUMN,
        /** The person's words stand at the right, as in a chat. */
        CHAT
    }

    /** After how many minutes of an agent's silence to tell of it. */
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

    /** Which language to speak. */
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

    /** @param calm whether nothing shall move unless this device's person has chosen otherwise */
    public SettingsPresenter(KeptValues kept, boolean calm) {
        this.kept = kept;
        appearance = choice(Appearance.class, "appearance", Appearance.SYSTEM);
        accent = choice(Accent.class, "accent", Accent.BLUE);
        density = choice(Density.class, "density", Density.ROOMY);
        messages = choice(Messages.class, "messages", Messages.COLUMN);
        tongue = choice(Tongue.class, "language", Tongue.SYSTEM);
        stillness = flag("still", calm);
        tellNeedsYou = flag("tellNeedsYou", true);
        tellDone = flag("tellDone", true);
        tellFailed = flag("tellFailed", true);
        tellQuiet = choice(Quiet.class, "tellQuiet", Quiet.TEN);
        tellDetails = flag("tellDetails", false);
        fontSize = new SimpleIntegerProperty(this, "fontSize", readFontSize());
        fontSize.addListener((property, before, now) -> kept.put("fontSize", Integer.toString(now.intValue())));
        search.addListener((property, before, now) -> find());
        find();
    }

    /** Which language was chosen; for the program's start, before anything is said. */
    public static Language language(KeptValues kept) {
        return read(Tongue.class, kept, "language", Tongue.SYSTEM).language();
    }

    private int readFontSize() {
        try {
            int size = Integer.parseInt(kept.get("fontSize").orElse(""));
            return Math.max(Look.SMALLEST, Math.min(Look.LARGEST, size));
        } catch (NumberFormatException never) {
            return Look.STANDARD;
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

    private static <E extends Enum<E>> E read(Class<E> type, KeptValues kept, String key, E otherwise) {
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

    /** The size of the body text in pixels, from {@link Look#SMALLEST} to {@link Look#LARGEST}. */
    public IntegerProperty fontSizeProperty() {
        return fontSize;
    }

    public ObjectProperty<Density> densityProperty() {
        return density;
    }

    public ObjectProperty<Messages> messagesProperty() {
        return messages;
    }

    /** Whether nothing shall move. */
    public BooleanProperty stillnessProperty() {
        return stillness;
    }

    public ObjectProperty<Tongue> tongueProperty() {
        return tongue;
    }

    /** Whether to tell that an agent waits for the person. */
    public BooleanProperty tellNeedsYouProperty() {
        return tellNeedsYou;
    }

    public BooleanProperty tellDoneProperty() {
        return tellDone;
    }

    public BooleanProperty tellFailedProperty() {
        return tellFailed;
    }

    /** When to tell that an agent at work has been silent. */
    public ObjectProperty<Quiet> tellQuietProperty() {
        return tellQuiet;
    }

    /** Whether a notification may say which session, and what it asks. */
    public BooleanProperty tellDetailsProperty() {
        return tellDetails;
    }

    /** What the person looks for on the screen. */
    public StringProperty searchProperty() {
        return search;
    }

    /** What is shown: all that this device offers and that has all words of the search. */
    public ReadOnlyObjectProperty<List<Setting>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** @param settings what can be set on this device */
    public void offer(Set<Setting> settings) {
        if (!offered.equals(settings)) {
            offered = EnumSet.copyOf(settings);
            find();
        }
    }

    /** What this device offers, whatever is searched. */
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

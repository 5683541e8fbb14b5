package dev.pilothouse.ui.settings;

import dev.pilothouse.platform.MachinePreferences;
import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;

/**
 * The values to which a setting can be set without the settings screen, as the palette does. Owns nothing. Confined to
 * the FX thread.
 */
public final class SettingChoices {
    private static final int FONT_STEP = 2;

    private final SettingsPresenter presenter;
    private final Optional<MachinePresenter> machine;
    private final Optional<UpdatesPresenter> updates;
    private final BooleanSupplier enterSends;
    private final Consumer<Boolean> setEnterSends;

    /**
     * One value of a setting. Immutable.
     *
     * @param current whether the setting has this value now
     */
    public record Choice(String value, boolean current, Runnable choose) {}

    /**
     * @param machine the settings of this machine, empty without a host on it
     * @param updates the check for newer releases, empty if this build has no feed
     * @param enterSends whether Enter sends a message on this kind of device
     */
    public SettingChoices(
            SettingsPresenter presenter,
            Optional<MachinePresenter> machine,
            Optional<UpdatesPresenter> updates,
            BooleanSupplier enterSends,
            Consumer<Boolean> setEnterSends) {
        this.presenter = presenter;
        this.machine = machine;
        this.updates = updates;
        this.enterSends = enterSends;
        this.setEnterSends = setEnterSends;
    }

    /** All values of a setting; empty for one that only leads to another screen. */
    public List<Choice> of(Setting setting) {
        return switch (setting) {
            case APPEARANCE ->
                values(
                        presenter.appearanceProperty(),
                        SettingsPresenter.Appearance.values(),
                        value -> Texts.text("settings.appearance." + value.name()));
            case ACCENT ->
                values(
                        presenter.accentProperty(),
                        Accent.values(),
                        value -> Texts.text("settings.accent." + value.name()));
            case FONT_SIZE -> fontSizes();
            case DENSITY ->
                values(
                        presenter.densityProperty(),
                        SettingsPresenter.Density.values(),
                        value -> Texts.text("settings.density." + value.name()));
            case MESSAGES ->
                values(
                        presenter.messagesProperty(),
                        SettingsPresenter.Messages.values(),
                        value -> Texts.text("settings.messages." + value.name()));
            case MOTION -> onOrOff(presenter.reducedMotionProperty());
            case LANGUAGE ->
                values(
                        presenter.languageProperty(),
                        SettingsPresenter.Tongue.values(),
                        value -> value == SettingsPresenter.Tongue.SYSTEM
                                ? Texts.text("settings.language.system")
                                : value.language().ownName());
            case ENTER_SENDS -> onOrOff(enterSends.getAsBoolean(), setEnterSends);
            case NOTIFY_NEEDS_YOU -> onOrOff(presenter.notifyNeedsYouProperty());
            case NOTIFY_DONE -> onOrOff(presenter.notifyDoneProperty());
            case NOTIFY_FAILED -> onOrOff(presenter.notifyFailedProperty());
            case NOTIFY_QUIET ->
                values(
                        presenter.quietTimeProperty(),
                        SettingsPresenter.Quiet.values(),
                        value -> value == SettingsPresenter.Quiet.NEVER
                                ? Texts.text("settings.quiet.never")
                                : Texts.text("settings.quiet.minutes", value.minutes()));
            case NOTIFY_DETAILS -> onOrOff(presenter.notifyDetailsProperty());
            case VIBRATE -> onOrOff(presenter.vibrateProperty());
            case KEEP_AWAKE ->
                machine.map(own -> values(
                                own.keepAwakeProperty(),
                                MachinePreferences.Awake.values(),
                                value -> Texts.text("settings.awake." + value.name())))
                        .orElse(List.of());
            case START_AT_LOGIN ->
                machine.map(own -> onOrOff(own.startsAtLoginProperty())).orElse(List.of());
            case KEEP_FILES ->
                machine.map(own -> onOrOff(own.keepsFilesProperty())).orElse(List.of());
            case UPDATES ->
                updates.map(found -> onOrOff(found.enabledProperty())).orElse(List.of());
            case NOTIFY_AWAY, DATA, AGENTS, PROFILES, SHARING, DEVICES, KEYS, GUIDE, LICENCES -> List.of();
        };
    }

    private static <T> List<Choice> values(Property<T> property, T[] values, Function<T, String> text) {
        List<Choice> choices = new ArrayList<>();
        for (T value : values) {
            choices.add(
                    new Choice(text.apply(value), value.equals(property.getValue()), () -> property.setValue(value)));
        }
        return choices;
    }

    private List<Choice> fontSizes() {
        List<Choice> choices = new ArrayList<>();
        for (int size = ThemeSettings.SMALLEST; size <= ThemeSettings.LARGEST; size += FONT_STEP) {
            int wanted = size;
            choices.add(new Choice(
                    Integer.toString(size),
                    presenter.fontSizeProperty().get() == size,
                    () -> presenter.fontSizeProperty().set(wanted)));
        }
        return choices;
    }

    private static List<Choice> onOrOff(BooleanProperty property) {
        return onOrOff(property.get(), property::set);
    }

    private static List<Choice> onOrOff(boolean now, Consumer<Boolean> set) {
        return List.of(
                new Choice(Texts.text("settings.on"), now, () -> set.accept(true)),
                new Choice(Texts.text("settings.off"), !now, () -> set.accept(false)));
    }
}

package dev.pilothouse.ui.settings;

import dev.pilothouse.platform.MachinePreferences;
import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The settings screen, in groups, with a search. Confined to the FX thread. Ends with the shell. */
public final class SettingsView extends VBox {
    private final SettingsPresenter presenter;
    private final Ways ways;
    private final TextField search = NonBlinkingCaret.install(new TextField());
    private final VBox column = Widgets.column("screen-column");
    private final Map<Setting, Node> rows = new EnumMap<>(Setting.class);
    private final Map<Setting.Section, VBox> cards = new EnumMap<>(Setting.Section.class);
    private final Label none = Widgets.label("", "muted");
    private final String version;
    private final String dataFolder;
    private final Optional<MachinePresenter> machine;
    private final Optional<UpdatesPresenter> updates;

    /** The screen's links and actions. Called on the FX thread. */
    public interface Ways {
        void agents();

        void profiles();

        void hosts();

        /** Shows the targets of notifications away from the app. */
        void away();

        void keys();

        void guide();

        void licences();

        void copy(String text);

        void page(String address);

        /** Whether Enter sends a message on this kind of device. */
        boolean enterSends();

        void enterSends(boolean sends);
    }

    /**
     * @param dataFolder the local host's data folder, empty without one
     * @param machine the settings of this machine, empty without a host on it
     * @param updates the check for newer releases, empty if this build has no feed
     */
    public SettingsView(
            SettingsPresenter presenter,
            String version,
            String dataFolder,
            Optional<MachinePresenter> machine,
            Optional<UpdatesPresenter> updates,
            Ways ways) {
        this.presenter = presenter;
        this.machine = machine;
        this.updates = updates;
        this.ways = ways;
        this.version = version;
        this.dataFolder = dataFolder;
        getStyleClass().add("screen");
        Label title = Widgets.label(Texts.text("settings.title"), "screen-title");
        search.setId("settings-search");
        search.setPromptText(Texts.text("settings.search"));
        search.setAccessibleText(Texts.text("settings.search"));
        search.textProperty().bindBidirectional(presenter.searchProperty());
        VBox head = new VBox(title, search);
        head.getStyleClass().addAll("screen-head", "settings-head");
        none.setText(Texts.text("settings.none"));
        for (Setting.Section section : Setting.Section.values()) {
            cards.put(section, card(section));
        }
        ScrollPane scroll = new ScrollPane(new StackPane(column));
        scroll.getStyleClass().add("screen-scroll");
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(new StackPane(head), scroll);
        presenter.shownProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.shownProperty().get());
    }

    /** Moves the focus into the search field. */
    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    private void draw(List<Setting> shown) {
        Map<Setting.Section, List<Node>> sections = new EnumMap<>(Setting.Section.class);
        for (Setting setting : shown) {
            sections.computeIfAbsent(setting.section(), section -> new ArrayList<>())
                    .add(rows.computeIfAbsent(setting, this::row));
        }
        List<Node> nodes = new ArrayList<>();
        sections.forEach((section, members) -> {
            VBox card = cards.computeIfAbsent(section, SettingsView::card);
            card.getChildren().setAll(Widgets.label(section.title(), "section-title"));
            card.getChildren().addAll(members);
            members.forEach(member -> member.getStyleClass().remove("settings-first"));
            members.get(0).getStyleClass().add("settings-first");
            nodes.add(card);
        });
        column.getChildren().setAll(nodes.isEmpty() ? List.of(none) : nodes);
    }

    private static VBox card(Setting.Section section) {
        VBox card = new VBox();
        card.setId("settings-" + section.name());
        card.getStyleClass().addAll("card", "settings-card");
        return card;
    }

    private Node row(Setting setting) {
        return switch (setting) {
            case APPEARANCE ->
                below(
                        setting,
                        new Choices<>(
                                setting.title(),
                                presenter.appearanceProperty(),
                                SettingsPresenter.Appearance.values(),
                                value -> Texts.text("settings.appearance." + value.name())));
            case ACCENT ->
                below(
                        setting,
                        new Choices<>(
                                setting.title(),
                                presenter.accentProperty(),
                                Accent.values(),
                                value -> Texts.text("settings.accent." + value.name())));
            case FONT_SIZE -> below(setting, fontSize(setting));
            case DENSITY ->
                below(
                        setting,
                        new Choices<>(
                                setting.title(),
                                presenter.densityProperty(),
                                SettingsPresenter.Density.values(),
                                value -> Texts.text("settings.density." + value.name())));
            case MESSAGES ->
                below(
                        setting,
                        new Choices<>(
                                setting.title(),
                                presenter.messagesProperty(),
                                SettingsPresenter.Messages.values(),
                                value -> Texts.text("settings.messages." + value.name())));
            case MOTION -> tick(setting, presenter.reducedMotionProperty());
            case LANGUAGE ->
                below(
                        setting,
                        new Choices<>(
                                setting.title(),
                                presenter.languageProperty(),
                                SettingsPresenter.Tongue.values(),
                                value -> value == SettingsPresenter.Tongue.SYSTEM
                                        ? Texts.text("settings.language.system")
                                        : value.language().ownName()));
            case ENTER_SENDS -> enterSends(setting);
            case NOTIFY_NEEDS_YOU -> tick(setting, presenter.notifyNeedsYouProperty());
            case NOTIFY_DONE -> tick(setting, presenter.notifyDoneProperty());
            case NOTIFY_FAILED -> tick(setting, presenter.notifyFailedProperty());
            case NOTIFY_QUIET ->
                below(
                        setting,
                        new Choices<>(
                                setting.title(),
                                presenter.quietTimeProperty(),
                                SettingsPresenter.Quiet.values(),
                                value -> value == SettingsPresenter.Quiet.NEVER
                                        ? Texts.text("settings.quiet.never")
                                        : Texts.text("settings.quiet.minutes", value.minutes())));
            case NOTIFY_DETAILS -> tick(setting, presenter.notifyDetailsProperty());
            case VIBRATE -> tick(setting, presenter.vibrateProperty());
            case NOTIFY_AWAY -> linkRow(setting, ways::away);
            case KEEP_AWAKE ->
                machine.map(choices -> below(
                                setting,
                                new Choices<>(
                                        setting.title(),
                                        choices.keepAwakeProperty(),
                                        MachinePreferences.Awake.values(),
                                        value -> Texts.text("settings.awake." + value.name()))))
                        .orElseThrow();
            case START_AT_LOGIN ->
                machine.map(choices -> tick(setting, choices.startsAtLoginProperty()))
                        .orElseThrow();
            case KEEP_FILES ->
                machine.map(choices -> tick(setting, choices.keepsFilesProperty()))
                        .orElseThrow();
            case DATA -> data(setting);
            case AGENTS -> linkRow(setting, ways::agents);
            case PROFILES -> linkRow(setting, ways::profiles);
            case SHARING -> linkRow(setting, ways::hosts);
            case DEVICES -> linkRow(setting, ways::hosts);
            case KEYS -> linkRow(setting, ways::keys);
            case GUIDE -> linkRow(setting, ways::guide);
            case UPDATES -> updates.map(found -> updates(setting, found)).orElseThrow();
            case LICENCES -> licences(setting);
        };
    }

    private Node enterSends(Setting setting) {
        SimpleBooleanProperty sends = new SimpleBooleanProperty(this, "enterSends", ways.enterSends());
        sends.addListener((property, before, now) -> {
            if (now != ways.enterSends()) {
                ways.enterSends(now);
            }
        });
        // The composer's menu may have changed it, and a narrow window counts as a phone.
        sceneProperty().addListener((property, before, now) -> {
            if (now != null) {
                sends.set(ways.enterSends());
            }
        });
        return tick(setting, sends);
    }

    private Node fontSize(Setting setting) {
        Slider slider = new Slider(
                ThemeSettings.SMALLEST,
                ThemeSettings.LARGEST,
                presenter.fontSizeProperty().get());
        slider.setId("font-size");
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        slider.setAccessibleText(setting.title());
        HBox.setHgrow(slider, Priority.ALWAYS);
        slider.valueProperty().addListener((property, before, now) -> {
            // During a drag the layout would move away under the pointer.
            if (!slider.isValueChanging()) {
                presenter.fontSizeProperty().set((int) Math.round(now.doubleValue()));
            }
        });
        slider.valueChangingProperty().addListener((property, before, now) -> {
            if (!now) {
                presenter.fontSizeProperty().set((int) Math.round(slider.getValue()));
            }
        });
        Label value = Widgets.label("", "settings-value");
        value.textProperty().bind(presenter.fontSizeProperty().asString());
        value.setMinWidth(Region.USE_PREF_SIZE);
        return Widgets.row(
                "settings-slider",
                Widgets.label("A", "font-size-small"),
                slider,
                Widgets.label("A", "font-size-large"),
                value);
    }

    private Node data(Setting setting) {
        Label folder = Widgets.wrapped(dataFolder, "mono");
        HBox.setHgrow(folder, Priority.ALWAYS);
        Button copy = Widgets.copyButton(Texts.text("settings.copyFolder"), () -> ways.copy(dataFolder));
        HBox line = new HBox(folder, copy);
        line.setAlignment(Pos.CENTER_LEFT);
        return below(setting, line);
    }

    private Node updates(Setting setting, UpdatesPresenter found) {
        Label status = Widgets.wrapped("", "settings-value");
        status.setId("updates-status");
        status.textProperty().bind(found.statusProperty());
        status.visibleProperty().bind(found.statusProperty().isNotEmpty());
        status.managedProperty().bind(status.visibleProperty());
        Button page = new Button(Texts.text("updates.page"));
        page.setId("updates-page");
        page.getStyleClass().add("plain-button");
        page.setOnAction(event -> ways.page(found.pageProperty().get()));
        page.visibleProperty().bind(found.pageProperty().isNotEmpty());
        page.managedProperty().bind(page.visibleProperty());
        return Widgets.column("settings-lines", tick(setting, found.enabledProperty()), status, page);
    }

    private Node licences(Setting setting) {
        VBox lines = Widgets.column(
                "settings-lines",
                Widgets.label(Texts.text("settings.version", version), "medium"),
                Widgets.wrapped(Texts.text("settings.licence"), "meta"));
        Node way = linkRow(setting, ways::licences);
        return Widgets.column("settings-lines", lines, way);
    }

    private static Node below(Setting setting, Node control) {
        VBox row = Widgets.column(
                "settings-row",
                Widgets.wrapped(setting.title(), "medium"),
                Widgets.wrapped(setting.hint(), "meta"),
                control);
        row.setId("setting-" + setting.name());
        return row;
    }

    private static Node tick(Setting setting, BooleanProperty property) {
        CheckBox box = new CheckBox(setting.title());
        box.setWrapText(true);
        box.setMinHeight(Region.USE_PREF_SIZE);
        box.selectedProperty().bindBidirectional(property);
        box.setAccessibleHelp(setting.hint());
        Label hint = Widgets.wrapped(setting.hint(), "meta");
        hint.getStyleClass().add("tick-hint");
        VBox row = Widgets.column("settings-row", box, hint);
        row.setId("setting-" + setting.name());
        return row;
    }

    private static Node linkRow(Setting setting, Runnable way) {
        VBox words = Widgets.column(
                "settings-lines", Widgets.wrapped(setting.title(), "medium"), Widgets.wrapped(setting.hint(), "meta"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button go = Widgets.button(Texts.text("settings.show"), "plain-button", way);
        go.setMinWidth(Region.USE_PREF_SIZE);
        go.setAccessibleText(Texts.text("settings.show") + ": " + setting.title());
        HBox row = new HBox(words, go);
        row.setId("setting-" + setting.name());
        row.getStyleClass().addAll("settings-row", "settings-way");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}

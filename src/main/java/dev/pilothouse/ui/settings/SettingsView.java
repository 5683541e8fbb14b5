package dev.pilothouse.ui.settings;

import dev.pilothouse.ui.text.Texts;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The settings of this device, and what this program is. Confined to the FX thread; ends with the shell. */
public final class SettingsView extends VBox {
    /** @param dataFolder where the local host keeps its data, empty without one */
    public SettingsView(SettingsPresenter presenter, String version, String dataFolder) {
        getStyleClass().add("screen");
        Label title = new Label(Texts.text("settings.title"));
        title.getStyleClass().add("screen-title");
        HBox head = new HBox(title);
        head.getStyleClass().add("screen-head");
        VBox column = new VBox(
                section(
                        "settings.appearance",
                        choice(
                                presenter.appearanceProperty(),
                                SettingsPresenter.Appearance.values(),
                                value -> Texts.text("settings.appearance." + value.name())),
                        "settings.appearanceHint"),
                section(
                        "settings.textSize",
                        choice(
                                presenter.textSizeProperty(),
                                SettingsPresenter.TextSize.values(),
                                value -> Texts.text("settings.textSize." + value.name())),
                        "settings.textSizeHint"),
                about(version, dataFolder));
        column.getStyleClass().add("screen-column");
        ScrollPane scroll = new ScrollPane(new StackPane(column));
        scroll.getStyleClass().add("screen-scroll");
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(new StackPane(head), scroll);
    }

    private static Node section(String titleKey, Node control, String hintKey) {
        Label title = new Label(Texts.text(titleKey));
        title.getStyleClass().add("section-title");
        Label hint = new Label(Texts.text(hintKey));
        hint.getStyleClass().add("meta");
        hint.setWrapText(true);
        VBox section = new VBox(title, control, hint);
        section.getStyleClass().add("card");
        return section;
    }

    private static <E> Node choice(ObjectProperty<E> property, E[] values, Function<E, String> words) {
        ToggleGroup group = new ToggleGroup();
        HBox row = new HBox();
        row.getStyleClass().add("segmented");
        for (E value : values) {
            ToggleButton button = new ToggleButton(words.apply(value));
            button.setToggleGroup(group);
            button.setSelected(value == property.get());
            button.setOnAction(event -> {
                // A click on the chosen one would otherwise choose nothing.
                button.setSelected(true);
                property.set(value);
            });
            row.getChildren().add(button);
        }
        row.getChildren().get(0).getStyleClass().add("segment-first");
        row.getChildren().get(row.getChildren().size() - 1).getStyleClass().add("segment-last");
        return row;
    }

    private static Node about(String version, String dataFolder) {
        Label title = new Label(Texts.text("settings.about"));
        title.getStyleClass().add("section-title");
        Label name = new Label(Texts.text("settings.version", version));
        Label licence = new Label(Texts.text("settings.licence"));
        licence.setWrapText(true);
        licence.getStyleClass().add("meta");
        VBox section = new VBox(title, name, licence);
        if (!dataFolder.isEmpty()) {
            Label folder = new Label(Texts.text("settings.dataFolder", dataFolder));
            folder.setWrapText(true);
            folder.getStyleClass().add("meta");
            section.getChildren().add(folder);
        }
        section.getStyleClass().add("card");
        return section;
    }
}

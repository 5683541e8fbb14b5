package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.text.Texts;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The sheet that lists every key. Confined to the FX thread. Ends when it is closed. */
final class KeysSheet extends VBox {
    KeysSheet(Runnable close) {
        getStyleClass().add("large-sheet");
        setId("keys-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        VBox body = new VBox(label(Texts.text("keys.everywhere"), "section-title"));
        body.getStyleClass().addAll("sheet-fields", "key-rows");
        for (Shortcut shortcut : Shortcut.values()) {
            body.getChildren()
                    .add(row(shortcut.title(), shortcut == Shortcut.KEYS ? "?  " + shortcut.keys() : shortcut.keys()));
        }
        Label inPlace = label(Texts.text("keys.inPlace"), "section-title");
        inPlace.getStyleClass().add("key-heading");
        body.getChildren().add(inPlace);
        for (LocalShortcut keys : LocalShortcut.values()) {
            body.getChildren().add(row(keys.title(), keys.keys()));
        }
        Button done = new Button(Texts.text("action.done"));
        done.getStyleClass().add("primary-button");
        done.setOnAction(event -> close.run());
        HBox buttons = new HBox(done);
        buttons.getStyleClass().add("sheet-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        getChildren().setAll(label(Texts.text("setting.KEYS"), "screen-title"), new SheetScroll(body), buttons);
    }

    private static Node row(String what, String keys) {
        Label title = label(what, "body");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Label key = label(keys, "key-hint");
        key.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = new HBox(title, key);
        row.getStyleClass().add("key-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Label label(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        return label;
    }
}

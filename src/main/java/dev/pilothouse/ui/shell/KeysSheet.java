package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
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
        VBox body = new VBox(Widgets.label(Texts.text("keys.everywhere"), "section-title"));
        body.getStyleClass().addAll("sheet-fields", "key-rows");
        for (Shortcut shortcut : Shortcut.values()) {
            body.getChildren()
                    .add(row(shortcut.title(), shortcut == Shortcut.KEYS ? "?  " + shortcut.keys() : shortcut.keys()));
        }
        Label inPlace = Widgets.label(Texts.text("keys.inPlace"), "section-title");
        inPlace.getStyleClass().add("key-heading");
        body.getChildren().add(inPlace);
        for (LocalShortcut keys : LocalShortcut.values()) {
            body.getChildren().add(row(keys.title(), keys.keys()));
        }
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        HBox buttons = Widgets.rightRow("sheet-buttons", done);
        getChildren()
                .setAll(Widgets.wrapped(Texts.text("setting.KEYS"), "screen-title"), new SheetScroll(body), buttons);
    }

    private static Node row(String what, String keys) {
        Label title = Widgets.label(what, "body");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Label key = Widgets.label(keys, "key-hint");
        key.setMinWidth(Region.USE_PREF_SIZE);
        return Widgets.row("key-row", title, key);
    }
}

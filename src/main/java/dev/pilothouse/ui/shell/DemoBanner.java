package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/**
 * The banner over every view that marks a recording and has a button to leave it. Confined to the FX thread. Ends with
 * the shell.
 */
final class DemoBanner extends HBox {

    DemoBanner(Runnable leave) {
        getStyleClass().add("demo-banner");
        setAlignment(Pos.CENTER_LEFT);
        Label badge = Widgets.label(Texts.text("demo.badge"), "demo-badge");
        badge.setMinWidth(USE_PREF_SIZE);
        Label words = Widgets.label(Texts.text("demo.banner"), "demo-words");
        // The badge has the same meaning, so this text may be cut on a narrow screen.
        words.setMinWidth(0);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button out = Widgets.button(Texts.text("demo.leave"), "quiet-button", leave);
        out.setId("leave-demo");
        out.setMinWidth(USE_PREF_SIZE);
        getChildren().setAll(badge, words, out);
    }
}

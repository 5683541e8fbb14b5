package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.text.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/**
 * Says over every view that it is a recording, and leads out of it. Confined to the FX thread; ends with the shell.
 */
final class DemoBanner extends HBox {

    DemoBanner(Runnable leave) {
        getStyleClass().add("demo-banner");
        setAlignment(Pos.CENTER_LEFT);
        Label badge = new Label(Texts.text("demo.badge"));
        badge.getStyleClass().add("demo-badge");
        badge.setMinWidth(USE_PREF_SIZE);
        Label words = new Label(Texts.text("demo.banner"));
        words.getStyleClass().add("demo-words");
        // The badge says it too, so on a narrow screen these may be cut.
        words.setMinWidth(0);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button out = new Button(Texts.text("demo.leave"));
        out.setId("leave-demo");
        out.getStyleClass().add("quiet-button");
        out.setMinWidth(USE_PREF_SIZE);
        out.setOnAction(event -> leave.run());
        getChildren().setAll(badge, words, out);
    }
}

package dev.pilothouse.ui.pairing;

import dev.pilothouse.ui.text.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Replaces the pairing form in a demo: a recorded host and a real one are never shown together. */
final class LeaveDemoCard extends VBox {
    LeaveDemoCard(Runnable leave) {
        getStyleClass().addAll("card", "pair-form");
        Label title = new Label(Texts.text("demo.pairTitle"));
        title.getStyleClass().add("title");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        Label how = new Label(Texts.text("demo.pairText"));
        how.setWrapText(true);
        how.setMinHeight(Region.USE_PREF_SIZE);
        how.getStyleClass().add("muted");
        Button out = new Button(Texts.text("demo.leaveToPair"));
        out.setId("leave-demo-to-pair");
        out.getStyleClass().add("primary-button");
        out.setOnAction(event -> leave.run());
        FlowPane buttons = new FlowPane(out);
        buttons.getStyleClass().add("pending-buttons");
        getChildren().setAll(title, how, buttons);
    }
}

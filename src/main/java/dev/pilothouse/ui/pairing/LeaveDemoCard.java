package dev.pilothouse.ui.pairing;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** Replaces the pairing form in a demo: a recorded host and a real one are never shown together. */
final class LeaveDemoCard extends VBox {
    LeaveDemoCard(Runnable leave) {
        getStyleClass().addAll("card", "pair-form");
        Label title = Widgets.wrapped(Texts.text("demo.pairTitle"), "title");
        Label how = Widgets.wrapped(Texts.text("demo.pairText"), "muted");
        Button out = Widgets.button(Texts.text("demo.leaveToPair"), "primary-button", leave);
        out.setId("leave-demo-to-pair");
        FlowPane buttons = new FlowPane(out);
        buttons.getStyleClass().add("pending-buttons");
        getChildren().setAll(title, how, buttons);
    }
}

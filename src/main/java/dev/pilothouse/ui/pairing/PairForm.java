package dev.pilothouse.ui.pairing;

import dev.pilothouse.ui.fx.RestingCaret;
import dev.pilothouse.ui.fx.TabMoves;
import dev.pilothouse.ui.text.Texts;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Takes a ticket's text and pairs this device with the host that it names. Confined to the FX thread. */
public final class PairForm extends VBox {
    public PairForm(HostsPresenter presenter) {
        getStyleClass().addAll("card", "pair-form");
        Label title = new Label(Texts.text("pairing.title"));
        title.getStyleClass().add("title");
        Label how = new Label(Texts.text("pairing.how"));
        how.setWrapText(true);
        how.setMinHeight(Region.USE_PREF_SIZE);
        how.getStyleClass().add("muted");
        TextArea text = RestingCaret.in(new TextArea());
        text.setId("ticket-text");
        text.setPromptText("pilothouse://pair#\u2026");
        text.setWrapText(true);
        text.setPrefRowCount(3);
        TabMoves.outOf(text);
        text.getStyleClass().add("path-field");
        text.setAccessibleText(Texts.text("ticket.text"));
        text.setText(presenter.offeredProperty().get());
        presenter.offeredProperty().addListener((property, before, now) -> {
            if (!now.isEmpty()) {
                text.setText(now);
            }
        });
        Button pair = new Button(Texts.text("pairing.pair"));
        pair.setId("pair");
        pair.getStyleClass().add("primary-button");
        pair.setOnAction(event -> presenter.onPair(text.getText()));
        pair.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> text.getText().isBlank(), text.textProperty())
                        .or(presenter.busyProperty()));
        Label waiting = line("pairing-waiting");
        waiting.textProperty().bind(presenter.pairingProperty());
        Label problem = line("problem");
        problem.textProperty().bind(presenter.problemProperty());
        presenter.busyProperty().addListener((property, before, now) -> {
            if (!now && presenter.problemProperty().get().isEmpty()) {
                text.clear();
            }
        });
        FlowPane buttons = new FlowPane(pair);
        buttons.getStyleClass().add("pending-buttons");
        getChildren().setAll(title, how, text, waiting, problem, buttons);
        if (presenter.nearby().isOffered()) {
            Button look = new Button();
            look.setId("look-for-hosts");
            look.getStyleClass().add("plain-button");
            // A line of its own, in which long words break: beside the other it would hold a small phone's form open
            // too wide.
            look.setWrapText(true);
            look.setMinHeight(USE_PREF_SIZE);
            getChildren().addAll(look, new NearbyList(presenter.nearby(), look));
        }
    }

    private static Label line(String styleClass) {
        Label line = new Label();
        line.setWrapText(true);
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.getStyleClass().add(styleClass);
        line.visibleProperty().bind(line.textProperty().isNotEmpty());
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }
}

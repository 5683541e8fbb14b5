package dev.pilothouse.ui.pairing;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/**
 * Asks whether a paired host may get another key, and shows both fingerprints. Hidden without a question. Confined to
 * the FX thread.
 */
final class KeyChangeCard extends VBox {
    KeyChangeCard(HostsPresenter presenter) {
        setId("key-question");
        getStyleClass().addAll("card-section", "key-question");
        setMinHeight(USE_PREF_SIZE);
        visibleProperty().bind(presenter.keyQuestionProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        Label title = Widgets.wrapped("", "title");
        Label text = Widgets.wrapped(Texts.text("keyQuestion.text"), "muted");
        Label known = Widgets.wrapped("", "mono");
        known.setId("known-key");
        Label offered = Widgets.wrapped("", "mono");
        offered.setId("ticket-key");
        Button keep = Widgets.button(Texts.text("keyQuestion.keep"), "primary-button", presenter::onKeepKey);
        keep.setId("keep-key");
        Button accept = new Button(Texts.text("keyQuestion.accept"));
        accept.setId("accept-key");
        accept.getStyleClass().addAll("plain-button", "danger-text");
        accept.setOnAction(event -> presenter.onAcceptKey());
        FlowPane buttons = new FlowPane(keep, accept);
        buttons.getStyleClass().add("pending-buttons");
        // Long words of large text break instead of making the card wider than the window.
        buttons.setMinWidth(0);
        for (Button button : List.of(keep, accept)) {
            button.setWrapText(true);
            button.maxWidthProperty().bind(buttons.widthProperty());
        }
        getChildren()
                .setAll(
                        title,
                        text,
                        Widgets.wrapped(Texts.text("keyQuestion.known"), "field-label"),
                        known,
                        Widgets.wrapped(Texts.text("keyQuestion.ticket"), "field-label"),
                        offered,
                        buttons);
        presenter.keyQuestionProperty().addListener((property, before, now) -> {
            show(now, title, known, offered);
            if (now != null) {
                // The button that was pressed is hidden now. Enter must not reach the other answer.
                keep.requestFocus();
            }
        });
        show(presenter.keyQuestionProperty().get(), title, known, offered);
    }

    private static void show(HostsPresenter.KeyQuestion question, Label title, Label known, Label offered) {
        if (question != null) {
            title.setText(Texts.text("keyQuestion.title", question.hostName()));
            known.setText(question.knownKey());
            offered.setText(question.ticketKey());
        }
    }
}

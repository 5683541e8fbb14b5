package dev.pilothouse.ui.pairing;

import dev.pilothouse.ui.attachment.AttachmentSource;
import dev.pilothouse.ui.attachment.DropAndPaste;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/**
 * Accepts a ticket's text, or a picture of its code, and pairs this device with its host. Confined to the FX thread.
 */
public final class PairForm extends VBox {
    public PairForm(HostsPresenter presenter) {
        getStyleClass().addAll("card", "pair-form");
        // On a small screen the form scrolls. Without a minimum height it would shrink and cut the buttons' text.
        setMinHeight(USE_PREF_SIZE);
        Label title = Widgets.label(Texts.text("pairing.title"), "title");
        TicketImagePresenter picture = presenter.picture();
        Label how =
                Widgets.wrapped(Texts.text(picture.isCameraOffered() ? "pairing.howCamera" : "pairing.how"), "muted");
        TextArea text = NonBlinkingCaret.install(new TextArea());
        text.setId("ticket-text");
        text.setPromptText("pilothouse://pair#\u2026");
        text.setWrapText(true);
        text.setPrefRowCount(3);
        TabTraversal.install(text);
        text.getStyleClass().add("path-field");
        text.setAccessibleText(Texts.text("ticket.text"));
        text.setText(presenter.offeredProperty().get());
        presenter.offeredProperty().addListener((property, before, now) -> {
            if (!now.isEmpty()) {
                text.setText(now);
            }
        });
        Button pair =
                Widgets.button(Texts.text("pairing.pair"), "primary-button", () -> presenter.onPair(text.getText()));
        pair.setId("pair");
        pair.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> text.getText().isBlank(), text.textProperty())
                        .or(presenter.busyProperty()));
        Label waiting = line("pairing-waiting");
        waiting.textProperty().bind(presenter.pairingProperty());
        Label problem = line("problem");
        problem.textProperty().bind(presenter.problemProperty());
        presenter.busyProperty().addListener((property, before, now) -> {
            if (!now
                    && presenter.problemProperty().get().isEmpty()
                    && presenter.keyQuestionProperty().get() == null) {
                text.clear();
            }
        });
        Label found = line("picture-answer");
        picture.answerProperty().addListener((property, before, now) -> showMessage(found, now));
        showMessage(found, picture.answerProperty().get());
        new DropAndPaste(new FromPictures(presenter), "pair-dropping").to(text, this);
        FlowPane buttons = new FlowPane(pair);
        buttons.getStyleClass().add("pending-buttons");
        buttons.visibleProperty().bind(presenter.keyQuestionProperty().isNull());
        buttons.managedProperty().bind(buttons.visibleProperty());
        getChildren().setAll(title, how, text, waiting, problem, found, new KeyChangeCard(presenter), buttons);
        if (picture.isCameraOffered()) {
            getChildren().add(other(presenter, "ticket-camera", "picture.camera", Glyph.CAMERA, picture::onScan));
        }
        if (picture.isOffered()) {
            getChildren().add(other(presenter, "ticket-picture", "picture.choose", Glyph.PICTURE, picture::onChoose));
        }
        if (presenter.nearby().isOffered()) {
            Button look = new Button();
            look.setId("look-for-hosts");
            look.getStyleClass().add("plain-button");
            // On a line of its own, where long text wraps: beside the other button it would make the form too wide for
            // a small phone.
            look.setWrapText(true);
            look.setMinHeight(USE_PREF_SIZE);
            getChildren().addAll(look, new NearbyHostsView(presenter.nearby(), look));
        }
    }

    /** Another way to a ticket. Unusable while a pairing runs. */
    private static Button other(HostsPresenter presenter, String id, String key, Glyph glyph, Runnable pressed) {
        Button button = new Button(Texts.text(key), glyph.node());
        button.setId(id);
        button.getStyleClass().add("plain-button");
        button.setWrapText(true);
        button.setMinHeight(USE_PREF_SIZE);
        button.disableProperty().bind(presenter.busyProperty());
        button.setOnAction(event -> pressed.run());
        return button;
    }

    private static void showMessage(Label line, TicketImagePresenter.Answer answer) {
        line.setText(answer.words());
        line.getStyleClass().removeAll("problem", "muted");
        line.getStyleClass().add(answer.problem() ? "problem" : "muted");
    }

    /** Pictures that are pasted into the form or dropped on it. */
    private record FromPictures(HostsPresenter presenter) implements DropAndPaste.Taker {
        @Override
        public boolean isOpen() {
            return !presenter.busyProperty().get();
        }

        @Override
        public void onFiles(List<Path> files) {
            presenter.picture().onFiles(files);
        }

        @Override
        public void onPicture(AttachmentSource.OfPixels picture) {
            presenter.picture().onPicture(picture);
        }
    }

    private static Label line(String styleClass) {
        Label line = Widgets.wrapped("", styleClass);
        line.visibleProperty().bind(line.textProperty().isNotEmpty());
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }
}

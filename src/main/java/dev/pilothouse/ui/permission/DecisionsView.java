package dev.pilothouse.ui.permission;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The inbox of open questions. Confined to the FX thread. Ends with the shell. */
public final class DecisionsView extends VBox {
    private final PendingView cards;

    public DecisionsView(DecisionsPresenter presenter, Consumer<String> openLink, LongSupplier ticker) {
        getStyleClass().add("screen");
        Label title = Widgets.label(Texts.text("decisions.title"), "screen-title");
        HBox head = Widgets.row("screen-head", title, Widgets.spacer());

        cards = PendingView.inbox(presenter.items(), presenter, openLink, ticker);
        VBox settled = Widgets.column("settled");
        Runnable draw = () -> draw(settled, presenter);
        presenter.settled().addListener((ListChangeListener<ClosedQuestion>) change -> draw.run());
        draw.run();
        VBox column = Widgets.column("screen-column", cards, settled);
        StackPane centred = new StackPane(column);
        ScrollPane scroll = new ScrollPane(centred);
        scroll.getStyleClass().add("screen-scroll");
        scroll.setFitToWidth(true);

        Label none = Widgets.label(Texts.text("decisions.none"), "empty-text");
        none.setWrapText(true);
        VBox empty = Widgets.column("empty", Glyph.DONE.node("empty-glyph"), none);
        empty.setMouseTransparent(true);
        empty.visibleProperty().bind(Bindings.isEmpty(presenter.items()));
        StackPane body = new StackPane(scroll, empty);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(new StackPane(head), body);
        cards.answerFrom(this);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> step(cards, event));
    }

    /** Moves the focus to the first answer of the first question. */
    @Override
    public void requestFocus() {
        // The content of the scroll pane joins the scene with its skin. Only then it can have the focus.
        applyCss();
        cards.step(0);
    }

    /**
     * Handles the Enter key when nothing else uses it.
     *
     * @return whether it answered a card
     */
    public boolean acceptByKey() {
        return cards.acceptByKey();
    }

    /**
     * Handles the Escape key when nothing else uses it.
     *
     * @return whether it answered a card
     */
    public boolean refuseByKey() {
        return cards.refuseByKey();
    }

    private static void draw(VBox settled, DecisionsPresenter presenter) {
        settled.getChildren().clear();
        if (!presenter.settled().isEmpty()) {
            Label title = Widgets.label(Texts.text("decisions.settled"), "session-group-title");
            settled.getChildren().add(title);
        }
        for (ClosedQuestion each : presenter.settled()) {
            Hyperlink session = new Hyperlink(each.session());
            session.getStyleClass().add("pending-session");
            session.setOnAction(event -> presenter.openSession(each.key()));
            Label text = Widgets.label(each.text(), "meta");
            text.setWrapText(true);
            VBox row = Widgets.column("settled-row", session, text);
            row.setSpacing(2);
            settled.getChildren().add(row);
        }
    }

    /** Down and Up move between questions; Tab stays within one. */
    private static void step(PendingView cards, KeyEvent event) {
        boolean typing = event.getTarget() instanceof TextInputControl || event.getTarget() instanceof RadioButton;
        if (!typing && (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP)) {
            cards.step(event.getCode() == KeyCode.DOWN ? 1 : -1);
            event.consume();
        }
    }
}

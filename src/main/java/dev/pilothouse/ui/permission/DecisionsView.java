package dev.pilothouse.ui.permission;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The inbox of open questions. Confined to the FX thread. Ends with the shell. */
public final class DecisionsView extends VBox {
    public DecisionsView(DecisionsPresenter presenter, Consumer<String> openLink, LongSupplier nanoTime) {
        getStyleClass().add("screen");
        Label title = new Label(Texts.text("decisions.title"));
        title.getStyleClass().add("screen-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(title, gap);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("screen-head");

        PendingView cards = PendingView.inbox(presenter.items(), presenter, openLink, nanoTime);
        VBox settled = new VBox();
        settled.getStyleClass().add("settled");
        Runnable draw = () -> draw(settled, presenter);
        presenter.settled().addListener((ListChangeListener<ClosedQuestion>) change -> draw.run());
        draw.run();
        VBox column = new VBox(cards, settled);
        column.getStyleClass().add("screen-column");
        StackPane centred = new StackPane(column);
        ScrollPane scroll = new ScrollPane(centred);
        scroll.getStyleClass().add("screen-scroll");
        scroll.setFitToWidth(true);

        Label none = new Label(Texts.text("decisions.none"));
        none.getStyleClass().add("empty-text");
        none.setWrapText(true);
        VBox empty = new VBox(Glyph.DONE.node("empty-glyph"), none);
        empty.getStyleClass().add("empty");
        empty.setMouseTransparent(true);
        empty.visibleProperty().bind(Bindings.isEmpty(presenter.items()));
        StackPane body = new StackPane(scroll, empty);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(new StackPane(head), body);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> step(cards, event));
    }

    private static void draw(VBox settled, DecisionsPresenter presenter) {
        settled.getChildren().clear();
        if (!presenter.settled().isEmpty()) {
            Label title = new Label(Texts.text("decisions.settled"));
            title.getStyleClass().add("session-group-title");
            settled.getChildren().add(title);
        }
        for (ClosedQuestion each : presenter.settled()) {
            Hyperlink session = new Hyperlink(each.session());
            session.getStyleClass().add("pending-session");
            session.setOnAction(event -> presenter.openSession(each.key()));
            Label text = new Label(each.text());
            text.getStyleClass().add("meta");
            text.setWrapText(true);
            VBox row = new VBox(2, session, text);
            row.getStyleClass().add("settled-row");
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

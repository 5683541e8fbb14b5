package dev.pilothouse.ui.permission;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The inbox of decisions. Confined to the FX thread; ends with the shell. */
public final class DecisionsView extends VBox {
    public DecisionsView(DecisionsPresenter presenter, Consumer<String> openLink) {
        getStyleClass().add("screen");
        Label title = new Label(Texts.text("decisions.title"));
        title.getStyleClass().add("screen-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(title, gap);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("screen-head");

        PendingView cards = new PendingView(presenter.items(), presenter, openLink, true);
        VBox column = new VBox(cards);
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
        empty.visibleProperty().bind(Bindings.isEmpty(presenter.items()));
        StackPane body = new StackPane(scroll, empty);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(new StackPane(head), body);
    }
}

package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.HostHealth;
import dev.pilothouse.ui.status.HostPath;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Shows each connection to a host hop by hop, updated live. Confined to the FX thread. Removes its listener when it
 * leaves the scene.
 */
final class HealthSheet extends VBox {
    private final VBox body = Widgets.column("sheet-fields");
    private final Button retry = new Button(Texts.text("action.tryNow"));

    HealthSheet(ConnectionHealthPresenter presenter, Runnable close) {
        getStyleClass().add("small-sheet");
        setId("health-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        retry.setId("health-retry");
        retry.getStyleClass().add("plain-button");
        retry.setOnAction(event -> presenter.onRetryNow());
        retry.managedProperty().bind(retry.visibleProperty());
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        HBox buttons = Widgets.rightRow("sheet-buttons", retry, done);
        getChildren().setAll(Widgets.wrapped(Texts.text("way.title"), "screen-title"), new SheetScroll(body), buttons);
        ChangeListener<List<HostPath>> drawn = (property, before, now) -> draw(now);
        presenter.pathsProperty().addListener(drawn);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.pathsProperty().removeListener(drawn);
                presenter.onClose();
            }
        });
        draw(presenter.pathsProperty().get());
    }

    private void draw(List<HostPath> ways) {
        body.getChildren().setAll(ways.stream().map(HealthSheet::block).toList());
        retry.setVisible(ways.stream().anyMatch(HostPath::retries));
    }

    private static Node block(HostPath way) {
        VBox block = Widgets.column("way", Widgets.wrapped(way.name(), "section-title"));
        way.hops().stream().map(HealthSheet::hop).forEach(block.getChildren()::add);
        return block;
    }

    private static Node hop(HostPath.Hop hop) {
        Label words = Widgets.wrapped(hop.words(), "muted");
        VBox lines = new VBox(Widgets.wrapped(hop.title(), "strong"), words);
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox row = new HBox(icon(hop.state()), lines);
        row.getStyleClass().add("hop");
        return row;
    }

    private static Node icon(HostHealth.State state) {
        return Glyph.WORKING.node("health-dot", HostHealth.tone(state));
    }
}

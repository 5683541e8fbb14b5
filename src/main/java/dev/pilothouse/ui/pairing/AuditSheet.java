package dev.pilothouse.ui.pairing;

import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Shows the audit log of one host. Confined to the FX thread. Ends when it is closed. */
final class AuditSheet extends VBox {
    private final VBox lines = Widgets.column("sheet-fields");
    private final Button again = new Button(Texts.text("deeds.again"));

    AuditSheet(AuditPresenter presenter, String hostName, Overlay overlay) {
        getStyleClass().add("large-sheet");
        setId("audit-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        again.setId("audit-again");
        again.getStyleClass().add("plain-button");
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setOnAction(event -> presenter.load());
        Button close = new Button(Texts.text("action.done"));
        close.getStyleClass().add("primary-button");
        close.setMinWidth(Region.USE_PREF_SIZE);
        close.setCancelButton(true);
        close.setOnAction(event -> overlay.close());
        HBox buttons = Widgets.rightRow("sheet-buttons", again, close);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("deeds.title", hostName), "screen-title"),
                        Widgets.wrapped(Texts.text("deeds.explained"), "muted"),
                        new SheetScroll(lines),
                        buttons);
        presenter.shownProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.shownProperty().get());
    }

    private void draw(AuditPresenter.Shown shown) {
        again.setDisable(shown.loading());
        lines.getChildren().clear();
        if (shown.loading()) {
            lines.getChildren().add(Widgets.wrapped(Texts.text("deeds.loading"), "muted"));
        } else if (!shown.problem().isEmpty()) {
            lines.getChildren().add(Widgets.wrapped(shown.problem(), "danger-text"));
        } else if (shown.lines().isEmpty()) {
            lines.getChildren().add(Widgets.wrapped(Texts.text("deeds.none"), "muted"));
        }
        for (AuditPresenter.Line line : shown.lines()) {
            lines.getChildren()
                    .add(new VBox(Widgets.wrapped(line.what(), "medium"), Widgets.wrapped(line.about(), "meta")));
        }
        if (shown.more()) {
            lines.getChildren().add(Widgets.wrapped(Texts.text("deeds.more"), "muted"));
        }
    }
}

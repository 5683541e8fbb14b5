package dev.pilothouse.ui.pairing;

import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.text.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Shows the audit log of one host. Confined to the FX thread. Ends when it is closed. */
final class AuditSheet extends VBox {
    private final VBox lines = new VBox();
    private final Button again = new Button(Texts.text("deeds.again"));

    AuditSheet(AuditPresenter presenter, String hostName, Overlay overlay) {
        getStyleClass().add("large-sheet");
        setId("audit-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        lines.getStyleClass().add("sheet-fields");
        again.setId("audit-again");
        again.getStyleClass().add("plain-button");
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setOnAction(event -> presenter.load());
        Button close = new Button(Texts.text("action.done"));
        close.getStyleClass().add("primary-button");
        close.setMinWidth(Region.USE_PREF_SIZE);
        close.setCancelButton(true);
        close.setOnAction(event -> overlay.close());
        HBox buttons = new HBox(again, close);
        buttons.getStyleClass().add("sheet-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        getChildren()
                .setAll(
                        wrapped(Texts.text("deeds.title", hostName), "screen-title"),
                        wrapped(Texts.text("deeds.explained"), "muted"),
                        new SheetScroll(lines),
                        buttons);
        presenter.shownProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.shownProperty().get());
    }

    private void draw(AuditPresenter.Shown shown) {
        again.setDisable(shown.loading());
        lines.getChildren().clear();
        if (shown.loading()) {
            lines.getChildren().add(wrapped(Texts.text("deeds.loading"), "muted"));
        } else if (!shown.problem().isEmpty()) {
            lines.getChildren().add(wrapped(shown.problem(), "danger-text"));
        } else if (shown.lines().isEmpty()) {
            lines.getChildren().add(wrapped(Texts.text("deeds.none"), "muted"));
        }
        for (AuditPresenter.Line line : shown.lines()) {
            lines.getChildren().add(new VBox(wrapped(line.what(), "medium"), wrapped(line.about(), "meta")));
        }
        if (shown.more()) {
            lines.getChildren().add(wrapped(Texts.text("deeds.more"), "muted"));
        }
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}

package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Asks whether files are put back, and lists them. Confined to the FX thread. Ends when it is closed. */
public final class UndoSheet extends VBox {
    private final VBox lines = Widgets.column("undo-files");
    private final Button act;
    private final Button again;

    public UndoSheet(UndoPresenter presenter, Runnable close) {
        getStyleClass().add("large-sheet");
        setId("undo-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", close);
        cancel.setCancelButton(true);
        again = Widgets.button(Texts.text("undo.again"), "primary-button", presenter::load);
        again.setId("undo-again");
        act = Widgets.button(Texts.text("undo.act"), "primary-button", () -> {
            close.run();
            presenter.confirm();
        });
        act.setId("undo-act");
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, again, act);
        String title = Texts.text(presenter.isOfTurn() ? "undo.turn" : "undo.restore");
        getChildren()
                .setAll(
                        Widgets.wrapped(title, "screen-title"),
                        Widgets.wrapped(Texts.text("undo.explained"), "muted"),
                        new SheetScroll(lines),
                        buttons);
        presenter.shownProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.shownProperty().get());
    }

    private void draw(UndoPresenter.Shown shown) {
        boolean failed = !shown.problem().isEmpty();
        again.setVisible(failed);
        again.setManaged(failed);
        act.setVisible(!failed);
        act.setManaged(!failed);
        act.setDisable(shown.loading() || shown.total() == 0);
        lines.getChildren().clear();
        if (shown.loading()) {
            lines.getChildren().add(Widgets.wrapped(Texts.text("undo.loading"), "muted"));
        } else if (failed) {
            lines.getChildren().add(Widgets.wrapped(shown.problem(), "danger-text"));
        } else if (shown.total() == 0) {
            lines.getChildren().add(Widgets.wrapped(Texts.text("undo.nothing"), "muted"));
        } else {
            lines.getChildren().add(Widgets.wrapped(Texts.counted("undo.files", shown.total()), "medium"));
        }
        shown.files().forEach(file -> lines.getChildren().add(line(file)));
        int more = shown.total() - shown.files().size();
        if (more > 0) {
            lines.getChildren().add(Widgets.wrapped(Texts.text("undo.more", more), "muted"));
        }
    }

    private static Node line(RestoredFile file) {
        Label path = Widgets.wrapped(file.path(), "undo-path");
        path.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(path, Priority.ALWAYS);
        Label kind = Widgets.label(Texts.text("undo.kind." + file.kind().name()), "meta");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        return Widgets.row("undo-file", path, kind);
    }
}

package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/**
 * The bar that takes the place of the list's title while sessions are selected: their number, and the actions on them.
 * Confined to the FX thread. Ends with the list.
 */
final class SelectionBar extends HBox {
    private final SelectionActions actions;
    private final SelectionMenu menu;
    private final Label count = Widgets.label("", "pane-title");
    private final Button leave;
    private final Button archive;
    private final Button delete;
    private final Button more;

    SelectionBar(SessionsPresenter presenter, SelectionMenu menu) {
        this.actions = presenter.selectionActions();
        this.menu = menu;
        SessionSelection selection = presenter.selection();
        getStyleClass().addAll("pane-head", "selection-bar");
        setAlignment(Pos.CENTER_LEFT);
        leave = Widgets.iconButton(Glyph.CLOSE.node(), Texts.text("selection.leave"), selection::clear);
        leave.setId("selection-leave");
        count.setId("selection-count");
        count.setMinWidth(0);
        archive = Widgets.iconButton(Glyph.ARCHIVE.node(), "", actions::onArchive);
        archive.setId("selection-archive");
        delete = Widgets.iconButton(Glyph.DELETE.node(), "", () -> actions.run(SelectionAction.DELETE));
        delete.setId("selection-delete");
        more = Widgets.iconButton(Glyph.MORE.node(), Texts.text("selection.menu"));
        more.setId("selection-more");
        more.setOnAction(event -> menu.menu().show(more, Side.BOTTOM, 0, 4));
        getChildren().setAll(leave, count, Widgets.spacer(), archive, delete, more);
        managedProperty().bind(visibleProperty());
        widthProperty().addListener((property, before, now) -> fit());
        selection.keysProperty().addListener((property, before, now) -> show(now.size()));
        show(selection.keysProperty().get().size());
    }

    private void show(int selected) {
        setVisible(selected > 0);
        count.setText(Texts.counted("selection.count", selected));
        boolean unarchive = actions.count(SelectionAction.ARCHIVE) == 0;
        name(archive, unarchive ? SelectionAction.UNARCHIVE : SelectionAction.ARCHIVE);
        name(delete, SelectionAction.DELETE);
        fit();
    }

    /** With large text on a narrow screen the buttons leave room for the number. The menu has their actions too. */
    private void fit() {
        double room = getWidth() - getInsets().getLeft() - getInsets().getRight() - count.prefWidth(-1);
        List<Button> inOrder = List.of(leave, more, archive, delete);
        for (Button button : inOrder) {
            room -= Math.max(button.minWidth(-1), button.prefWidth(-1)) + getSpacing();
            boolean fits = room >= 0 || button == leave || button == more;
            button.setVisible(fits);
            button.setManaged(fits);
        }
    }

    private void name(Button button, SelectionAction action) {
        String words = menu.text(action);
        button.setAccessibleText(words);
        Widgets.hint(button, words);
        button.setDisable(actions.count(action) == 0);
    }
}

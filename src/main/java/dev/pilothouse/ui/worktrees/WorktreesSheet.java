package dev.pilothouse.ui.worktrees;

import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.worktrees.WorktreesPresenter.KeptRow;
import dev.pilothouse.ui.worktrees.WorktreesPresenter.Row;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Shows the worktrees by repository. A removal is confirmed in place. Confined to the FX thread. Removes its listener
 * when it leaves the scene.
 */
public final class WorktreesSheet extends VBox {
    private final WorktreesPresenter presenter;
    private final VBox body = Widgets.column("sheet-fields");
    private final Button clean = new Button(Texts.text("worktrees.cleanUp"));

    public WorktreesSheet(WorktreesPresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("worktrees-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        clean.setId("worktrees-clean-up");
        clean.getStyleClass().add("plain-button");
        clean.setOnAction(event -> confirmCleanUp());
        clean.managedProperty().bind(clean.visibleProperty());
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("worktrees.title"), "screen-title"),
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", clean, done));
        ChangeListener<WorktreesPresenter.Shown> drawn = (property, before, now) -> draw(now);
        presenter.shownProperty().addListener(drawn);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(drawn);
                presenter.onClose();
            }
        });
        draw(presenter.shownProperty().get());
    }

    private void draw(WorktreesPresenter.Shown shown) {
        body.getChildren().clear();
        clean.setVisible(!shown.spare().isEmpty());
        if (!shown.problem().isEmpty()) {
            body.getChildren().add(Widgets.wrapped(shown.problem(), "problem"));
        }
        String repository = "";
        for (Row row : shown.rows()) {
            if (!row.repository().equals(repository)) {
                repository = row.repository();
                body.getChildren().add(Widgets.wrapped(repository, "section-title"));
            }
            body.getChildren().add(worktree(row));
        }
        if (shown.loading()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("worktrees.loading"), "muted"));
        } else if (shown.rows().isEmpty()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("worktrees.none"), "muted"));
        }
        if (shown.more()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("worktrees.more"), "muted"));
        }
        if (!shown.kept().isEmpty()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("worktrees.removed"), "section-title"));
            shown.kept().forEach(row -> body.getChildren().add(snapshot(row)));
        }
    }

    private Node worktree(Row row) {
        VBox box = Widgets.column(
                "job-lines",
                Widgets.wrapped(row.title(), "strong"),
                Widgets.wrapped(row.state(), "job-text"),
                Widgets.wrapped(row.about(), "meta"),
                Widgets.wrapped(PathText.home(row.info().place()), "meta"));
        if (row.removable()) {
            Button remove = Widgets.button(Texts.text("worktrees.remove"), "plain-button", () -> {});
            remove.setId("worktree-remove-" + row.title());
            remove.setAccessibleText(remove.getText() + ": " + row.title());
            Node buttons = Widgets.buttonRow("job-buttons", remove);
            remove.setOnAction(event -> box.getChildren()
                    .set(
                            box.getChildren().indexOf(buttons),
                            confirmation(
                                    Texts.text(row.info().own() ? "worktrees.confirm" : "worktrees.confirmForeign"),
                                    () -> presenter.onRemove(row))));
            box.getChildren().add(buttons);
        }
        return box;
    }

    /** A sentence with two buttons. Either one draws the list again. */
    private VBox confirmation(String text, Runnable action) {
        Button cancel = Widgets.button(
                Texts.text("action.cancel"),
                "plain-button",
                () -> draw(presenter.shownProperty().get()));
        Button remove = Widgets.button(Texts.text("worktrees.remove"), "danger-button", () -> {
            action.run();
            draw(presenter.shownProperty().get());
        });
        remove.setId("worktree-confirm");
        return Widgets.column(
                "job-lines", Widgets.wrapped(text, "job-text"), Widgets.buttonRow("job-buttons", cancel, remove));
    }

    private void confirmCleanUp() {
        List<Row> spare = presenter.shownProperty().get().spare();
        VBox preview = confirmation(Texts.text("worktrees.confirmAll"), () -> presenter.onCleanUp(spare));
        for (int i = 0; i < spare.size(); i++) {
            preview.getChildren()
                    .add(
                            i + 1,
                            Widgets.wrapped(
                                    spare.get(i).title() + " \u00b7 "
                                            + PathText.home(spare.get(i).info().place()),
                                    "meta"));
        }
        body.getChildren().setAll(preview);
        clean.setVisible(false);
    }

    private Node snapshot(KeptRow row) {
        VBox box = Widgets.column(
                "job-lines", Widgets.wrapped(row.title(), "strong"), Widgets.wrapped(row.about(), "meta"));
        if (row.restorable()) {
            Button back =
                    Widgets.button(Texts.text("worktrees.bringBack"), "plain-button", () -> presenter.onRestore(row));
            back.setId("worktree-back-" + row.info().id());
            back.setAccessibleText(back.getText() + ": " + row.title());
            box.getChildren().add(Widgets.buttonRow("job-buttons", back));
        }
        return box;
    }
}

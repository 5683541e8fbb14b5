package dev.pilothouse.ui.schedule;

import dev.pilothouse.model.ScheduleOccurrence.State;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.schedule.SchedulesPresenter.Row;
import dev.pilothouse.ui.schedule.SchedulesPresenter.Shown;
import dev.pilothouse.ui.text.Texts;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Shows the schedules, or the form of one. Confined to the FX thread. Removes its listeners when it leaves the scene.
 */
public final class SchedulesSheet extends VBox {
    private final SchedulesPresenter presenter;
    private final Runnable close;

    public SchedulesSheet(SchedulesPresenter presenter, Runnable close) {
        this.presenter = presenter;
        this.close = close;
        getStyleClass().add("large-sheet");
        setId("schedules-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        InvalidationListener list = observable -> {
            // The form keeps what is typed while the list changes.
            if (presenter.formProperty().get() == null) {
                draw();
            }
        };
        InvalidationListener form = observable -> draw();
        presenter.shownProperty().addListener(list);
        presenter.formProperty().addListener(form);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(list);
                presenter.formProperty().removeListener(form);
            }
        });
        draw();
    }

    private void draw() {
        ScheduleForm form = presenter.formProperty().get();
        if (form == null) {
            drawList(presenter.shownProperty().get());
        } else {
            drawForm(form);
        }
    }

    private void drawList(Shown shown) {
        VBox body = Widgets.column("sheet-fields");
        if (!shown.problem().isEmpty()) {
            body.getChildren().add(Widgets.wrapped(shown.problem(), "problem"));
        }
        shown.rows().forEach(row -> body.getChildren().add(row(row)));
        if (shown.rows().isEmpty() && shown.problem().isEmpty()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("schedules.none"), "muted"));
        }
        Button add = Widgets.button(Texts.text("schedules.add"), "plain-button", presenter::onAdd);
        add.setId("schedules-add");
        add.setVisible(shown.mayAdd());
        add.setManaged(shown.mayAdd());
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("schedules.title"), "screen-title"),
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", add, done));
    }

    private void drawForm(ScheduleForm form) {
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", presenter::onBack);
        cancel.setCancelButton(true);
        Button save = Widgets.button(Texts.text("schedules.save"), "primary-button", presenter::onSave);
        save.setId("schedule-save");
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, save);
        if (form.isEdit()) {
            Button delete = Widgets.button(Texts.text("schedules.delete"), "plain-button", presenter::onDelete);
            delete.setId("schedule-delete");
            buttons.getChildren().add(0, delete);
        }
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text(form.isEdit() ? "schedules.edit" : "schedules.new"), "screen-title"),
                        new SheetScroll(new ScheduleFormPane(presenter, form)),
                        buttons);
    }

    private Node row(Row row) {
        FontIcon icon = glyph(row.state()).node("job-icon");
        icon.getStyleClass().add(tone(row));
        VBox lines = Widgets.column(
                "job-lines",
                Widgets.wrapped(row.title(), "strong"),
                Widgets.wrapped(row.when(), "meta"),
                Widgets.wrapped(row.next(), row.status().pausedBecause().isEmpty() ? "job-text" : "problem"));
        if (!row.last().isEmpty()) {
            lines.getChildren().add(Widgets.wrapped(row.last(), "meta"));
        }
        for (String line : row.history()) {
            lines.getChildren().add(Widgets.wrapped(line, "meta"));
        }
        FlowPane buttons = new FlowPane();
        buttons.getStyleClass().add("usage-form");
        if (row.editable()) {
            boolean paused = row.status().paused();
            buttons.getChildren()
                    .addAll(
                            button(
                                    row,
                                    paused ? "schedules.resume" : "schedules.pause",
                                    "pause",
                                    () -> presenter.onPause(row, !paused)),
                            button(row, "schedules.run", "run", () -> presenter.onRun(row)),
                            button(row, "schedules.editAction", "edit", () -> presenter.onEdit(row)));
        }
        buttons.getChildren()
                .add(button(
                        row,
                        row.history().isEmpty() ? "schedules.history" : "schedules.hideHistory",
                        "history",
                        () -> presenter.onHistory(row)));
        lines.getChildren().add(buttons);
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox box = new HBox(icon, lines);
        box.getStyleClass().add("hop");
        return box;
    }

    private static Button button(Row row, String text, String id, Runnable action) {
        Button button = Widgets.button(Texts.text(text), "plain-button", action);
        button.setId("schedule-" + id + "-" + row.key().id());
        button.setAccessibleText(Texts.text(text) + ": " + row.title());
        return button;
    }

    private static Glyph glyph(@Nullable State state) {
        return state == null
                ? Glyph.PENDING
                : switch (state) {
                    case QUEUED, STARTING, RUNNING -> Glyph.STARTING;
                    case DONE -> Glyph.DONE;
                    case FAILED -> Glyph.FAILED;
                    case CANCELLED, INTERRUPTED, SKIPPED, MISSED -> Glyph.REFUSED;
                    case OTHER -> Glyph.QUESTION;
                };
    }

    private static String tone(Row row) {
        if (row.state() == State.FAILED) {
            return "health-broken";
        }
        return row.state() == State.DONE ? "health-live" : "health-silent";
    }
}

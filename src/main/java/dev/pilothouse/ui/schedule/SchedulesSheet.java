package dev.pilothouse.ui.schedule;

import dev.pilothouse.model.ScheduleOccurrence.State;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.schedule.SchedulesPresenter.Row;
import dev.pilothouse.ui.schedule.SchedulesPresenter.Shown;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ChangeListener;
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
 * Shows the schedules, or the form of one, which is a step of its own. Confined to the FX thread. Removes its listeners when
 * it leaves the scene.
 */
public final class SchedulesSheet extends VBox implements Overlay.Steps {
    private final SchedulesPresenter presenter;
    private final VBox body = Widgets.column("sheet-fields");
    private final Button add;
    private final List<Node> list;

    public SchedulesSheet(SchedulesPresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("schedules-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        add = Widgets.button(Texts.text("schedules.add"), "plain-button", presenter::onAdd);
        add.setId("schedules-add");
        add.managedProperty().bind(add.visibleProperty());
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        list = List.of(
                Widgets.wrapped(Texts.text("schedules.title"), "screen-title"),
                new SheetScroll(body),
                Widgets.rightRow("sheet-buttons", add, done));
        // A change listener: the hosts report more than changes of schedules.
        ChangeListener<Shown> drawn = (property, before, now) -> drawList(now);
        ChangeListener<@Nullable ScheduleForm> form = (property, before, now) -> {
            draw();
            requestFocus();
        };
        presenter.shownProperty().addListener(drawn);
        presenter.formProperty().addListener(form);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(drawn);
                presenter.formProperty().removeListener(form);
                presenter.onClose();
            }
        });
        drawList(presenter.shownProperty().get());
        draw();
    }

    @Override
    public boolean back() {
        boolean form = presenter.formProperty().get() != null;
        if (form) {
            presenter.onBack();
        }
        return form;
    }

    private void draw() {
        ScheduleForm form = presenter.formProperty().get();
        if (form == null) {
            getChildren().setAll(list);
        } else {
            drawForm(form);
        }
    }

    /** Draws the list, which the form may cover. */
    private void drawList(Shown shown) {
        List<Node> nodes = new ArrayList<>();
        if (!shown.problem().isEmpty()) {
            nodes.add(Widgets.wrapped(shown.problem(), "problem"));
        }
        shown.rows().forEach(row -> nodes.add(row(row)));
        if (nodes.isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text("schedules.none"), "muted"));
        }
        Sheets.replace(body, nodes);
        add.setVisible(shown.mayAdd());
    }

    private void drawForm(ScheduleForm form) {
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", presenter::onBack);
        cancel.setCancelButton(true);
        Button save = Widgets.button(Texts.text("schedules.save"), "primary-button", presenter::onSave);
        save.setId("schedule-save");
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, save);
        if (form.isEdit()) {
            Button delete = Widgets.button(Texts.text("schedules.delete"), "plain-button", () -> {});
            delete.setId("schedule-delete");
            delete.setOnAction(event -> confirm(delete));
            buttons.getChildren().add(0, delete);
        }
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text(form.isEdit() ? "schedules.edit" : "schedules.new"), "screen-title"),
                        new SheetScroll(new ScheduleFormPane(presenter, form)),
                        buttons);
    }

    /** Asks before the schedule is deleted. */
    private void confirm(Button asking) {
        Button sure = Widgets.button(Texts.text("schedules.deleteSure"), "danger-button", presenter::onDelete);
        sure.setId("schedule-delete-confirm");
        Sheets.confirmInFoot(this, asking, Texts.text("schedules.deleteAbout"), sure);
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

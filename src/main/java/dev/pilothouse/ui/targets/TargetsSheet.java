package dev.pilothouse.ui.targets;

import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.targets.TargetsPresenter.Row;
import dev.pilothouse.ui.targets.TargetsPresenter.Shown;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
 * Shows the targets of notifications, or the form of one, which is a step of its own. Confined to the FX thread. Removes
 * its listeners when it leaves the scene.
 */
public final class TargetsSheet extends VBox implements Overlay.Steps {
    private final TargetsPresenter presenter;
    private final Consumer<String> copy;
    private final VBox body = Widgets.column("sheet-fields");
    private final VBox adds = Widgets.column("job-lines");
    private final List<Node> list;

    /** @param copy copies a text */
    public TargetsSheet(TargetsPresenter presenter, Consumer<String> copy, Runnable close) {
        this.presenter = presenter;
        this.copy = copy;
        getStyleClass().add("large-sheet");
        setId("targets-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        adds.managedProperty().bind(adds.visibleProperty());
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        list = List.of(
                Widgets.wrapped(Texts.text("targets.title"), "screen-title"),
                new SheetScroll(Widgets.column(
                        "sheet-fields", Widgets.wrapped(Texts.text("targets.explained"), "muted"), body, adds)),
                Widgets.rightRow("sheet-buttons", done));
        ChangeListener<Shown> drawn = (property, before, now) -> drawList(now);
        ChangeListener<@Nullable TargetForm> form = (property, before, now) -> {
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
        TargetForm form = presenter.formProperty().get();
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
            nodes.add(Widgets.wrapped(Texts.text(shown.loading() ? "targets.loading" : "targets.none"), "muted"));
        }
        Sheets.replace(body, nodes);
        drawAdds(shown);
    }

    private void drawAdds(Shown shown) {
        List<HostLink> hosts = presenter.hosts();
        List<Node> buttons = new ArrayList<>();
        for (HostLink link : hosts) {
            String text = hosts.size() > 1
                    ? Texts.text("targets.addOn", link.reader().host().hostName())
                    : Texts.text("targets.add");
            Button add = Widgets.button(text, "plain-button", () -> presenter.onAdd(link));
            add.setId("targets-add-" + link.hostId());
            buttons.add(add);
        }
        Sheets.replace(adds, buttons);
        adds.setVisible(shown.mayAdd());
    }

    private void drawForm(TargetForm form) {
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", presenter::onBack);
        cancel.setCancelButton(true);
        Button save = Widgets.button(Texts.text("action.save"), "primary-button", presenter::onSave);
        save.setId("target-save");
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, save);
        if (form.isEdit()) {
            Button remove = Widgets.button(Texts.text("targets.remove"), "plain-button", () -> {});
            remove.setId("target-remove");
            remove.setOnAction(event -> confirm(remove));
            buttons.getChildren().add(0, remove);
        }
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text(form.isEdit() ? "targets.edit" : "targets.new"), "screen-title"),
                        new SheetScroll(new TargetFormPane(presenter, form, copy)),
                        buttons);
    }

    /** Asks before the target is removed. */
    private void confirm(Button asking) {
        Button sure = Widgets.button(Texts.text("targets.removeSure"), "danger-button", presenter::onRemove);
        sure.setId("target-remove-confirm");
        Sheets.confirmInFoot(this, asking, Texts.text("targets.removeAbout"), sure);
    }

    private Node row(Row row) {
        boolean never = row.last().isEmpty();
        FontIcon icon = icon(row, never);
        VBox lines = Widgets.column(
                "job-lines",
                Widgets.wrapped(row.title(), "strong"),
                Widgets.wrapped(row.where(), "meta"),
                Widgets.wrapped(row.what(), "meta"),
                Widgets.wrapped(
                        never ? Texts.text("targets.never") : row.last(),
                        never || row.good() ? "job-text" : "problem"));
        if (!row.notice().isEmpty()) {
            lines.getChildren().add(Widgets.wrapped(row.notice(), row.stopped() ? "problem" : "warning"));
        }
        if (!row.test().isEmpty()) {
            lines.getChildren().add(Widgets.wrapped(row.test(), "job-text"));
        }
        FlowPane buttons = new FlowPane();
        buttons.getStyleClass().add("usage-form");
        if (!row.stopped()) {
            buttons.getChildren().add(button(row, "targets.test", "test", () -> presenter.onTest(row, false)));
        }
        if (row.hasButtons() && !row.stopped()) {
            buttons.getChildren().add(button(row, "targets.testButtons", "buttons", () -> presenter.onTest(row, true)));
        }
        buttons.getChildren().add(button(row, "targets.editAction", "edit", () -> presenter.onEdit(row)));
        lines.getChildren().add(buttons);
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox box = new HBox(icon, lines);
        box.getStyleClass().add("hop");
        return box;
    }

    private static FontIcon icon(Row row, boolean never) {
        Glyph glyph = Glyph.DONE;
        String state = "health-live";
        if (row.stopped() || !(never || row.good())) {
            glyph = Glyph.FAILED;
            state = "health-broken";
        } else if (never) {
            glyph = Glyph.PENDING;
            state = "health-silent";
        }
        FontIcon icon = glyph.node("job-icon");
        icon.getStyleClass().add(state);
        return icon;
    }

    private static Button button(Row row, String text, String id, Runnable action) {
        Button button = Widgets.button(Texts.text(text), "plain-button", action);
        button.setId("target-" + id + "-" + row.id());
        button.setAccessibleText(Texts.text(text) + ": " + row.title());
        return button;
    }
}

package dev.pilothouse.ui.profile;

import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.profile.ProfilesPresenter.Row;
import dev.pilothouse.ui.profile.ProfilesPresenter.Shown;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Shows the profiles, the form of one, or the servers of a folder for it. Each is a step of its own. Confined to the FX
 * thread. Removes its listeners when it leaves the scene.
 */
public final class ProfilesSheet extends VBox implements Overlay.Steps {
    private final ProfilesPresenter presenter;
    private final VBox body = Widgets.column("sheet-fields");
    private final Button add;
    private final Button done;
    private final List<Node> list;
    private final Overlay overlay;
    /** The form on screen, or under the servers of a folder; null for none. */
    private @Nullable ProfileForm drawn;

    private List<Node> ofForm = List.of();
    /** How many servers the form had before those of a folder were shown. */
    private int servers;

    /** @param overlay contains this sheet */
    public ProfilesSheet(ProfilesPresenter presenter, Overlay overlay) {
        this.presenter = presenter;
        this.overlay = overlay;
        getStyleClass().add("large-sheet");
        setId("profiles-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        add = Widgets.button(Texts.text("profiles.add"), "plain-button", presenter::onAdd);
        add.setId("profiles-add");
        add.managedProperty().bind(add.visibleProperty());
        done = Widgets.button(Texts.text("action.done"), "primary-button", overlay::close);
        done.setCancelButton(true);
        list = List.of(
                Widgets.wrapped(Texts.text("profiles.title"), "screen-title"),
                new SheetScroll(body),
                Widgets.rightRow("sheet-buttons", add, done));
        ChangeListener<Shown> rows = (property, before, now) -> drawList(now);
        ChangeListener<@Nullable ProfileForm> form = (property, before, now) -> {
            draw();
            requestFocus();
        };
        ChangeListener<@Nullable SuggestionsPresenter> step = (property, before, now) -> drawStep(now);
        presenter.shownProperty().addListener(rows);
        presenter.formProperty().addListener(form);
        presenter.suggestionsProperty().addListener(step);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(rows);
                presenter.formProperty().removeListener(form);
                presenter.suggestionsProperty().removeListener(step);
            }
        });
        drawList(presenter.shownProperty().get());
        draw();
    }

    @Override
    public boolean back() {
        boolean step = presenter.formProperty().get() != null;
        if (step) {
            presenter.onBack();
        }
        return step;
    }

    private void draw() {
        ProfileForm form = presenter.formProperty().get();
        SuggestionsPresenter step = presenter.suggestionsProperty().get();
        if (form != drawn) {
            drawn = form;
            ofForm = form == null ? List.of() : formNodes(form);
        }
        if (form == null) {
            getChildren().setAll(list);
        } else if (step == null) {
            getChildren().setAll(ofForm);
        } else {
            servers = form.servers.size();
            getChildren().setAll(suggestionNodes(step));
        }
    }

    /** Draws the servers of a folder, or the form again as it was, with what was taken over. */
    private void drawStep(@Nullable SuggestionsPresenter step) {
        draw();
        ProfileForm form = presenter.formProperty().get();
        if (form == null) {
            return;
        }
        boolean taken = step == null && form.servers.size() > servers;
        String id = step != null
                ? "#suggestions"
                : taken ? "#profile-server-" + (servers + 1) + "-name" : "#profile-from-folder";
        // The content of a scroll pane joins the scene with its skin.
        overlay.applyCss();
        Node next = lookup(id);
        if (next == null) {
            return;
        }
        next.requestFocus();
        if (taken) {
            overlay.layout();
            SheetScroll.reveal(next);
        }
    }

    private List<Node> suggestionNodes(SuggestionsPresenter step) {
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", presenter::onBack);
        cancel.setCancelButton(true);
        Button take = Widgets.button(Texts.text("suggestions.take"), "primary-button", presenter::onTake);
        take.setId("suggestions-take");
        take.disableProperty().bind(step.anyCheckedProperty().not());
        SuggestionsPane pane = new SuggestionsPane(step, overlay);
        pane.setId("suggestions");
        return List.of(
                Widgets.wrapped(Texts.text("suggestions.title"), "screen-title"),
                new SheetScroll(pane),
                Widgets.rightRow("sheet-buttons", cancel, take));
    }

    /** Draws the list, which the form may cover. */
    private void drawList(Shown shown) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(Widgets.wrapped(Texts.text("profiles.about"), "meta"));
        shown.problems().forEach(problem -> nodes.add(Widgets.wrapped(problem, "problem")));
        shown.rows().forEach(row -> nodes.add(row(row)));
        if (shown.rows().isEmpty() && shown.problems().isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text("profiles.none"), "muted"));
        }
        if (!shown.mayAdd() && shown.problems().isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text("profiles.mayNot"), "meta"));
        }
        Sheets.replace(body, nodes);
        add.setVisible(shown.mayAdd());
    }

    private List<Node> formNodes(ProfileForm form) {
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", presenter::onBack);
        cancel.setCancelButton(true);
        Button save = Widgets.button(Texts.text("profiles.save"), "primary-button", presenter::onSave);
        save.setId("profile-save");
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, save);
        if (form.isEdit()) {
            Button delete = Widgets.button(Texts.text("profiles.delete"), "plain-button", () -> {});
            delete.setId("profile-delete");
            delete.setOnAction(event -> confirm(delete));
            buttons.getChildren().add(0, delete);
        }
        form.conflictProperty().addListener((property, before, now) -> {
            if (now == null) {
                Sheets.cancelFoot(this);
            } else if (form == drawn) {
                askAboutNewer(now, save);
            }
        });
        return List.of(
                Widgets.wrapped(Texts.text(form.isEdit() ? "profiles.edit" : "profiles.new"), "screen-title"),
                new SheetScroll(new ProfileFormPane(presenter, form)),
                buttons);
    }

    private void askAboutNewer(ProfileForm.Conflict conflict, Button asking) {
        Button reload = Widgets.button(Texts.text("profiles.loadNewer"), "plain-button", presenter::onLoadNewer);
        reload.setId("profile-load-newer");
        Button insist = Widgets.button(
                Texts.text(conflict.deletion() ? "profiles.deleteAnyway" : "profiles.saveMine"),
                "danger-button",
                presenter::onInsist);
        insist.setId("profile-insist");
        Sheets.askAboutNewer(this, asking, conflict.sentence(), conflict.newest() == null ? null : reload, insist);
    }

    /** Asks before the profile is deleted. */
    private void confirm(Button asking) {
        Button sure = Widgets.button(Texts.text("profiles.deleteSure"), "danger-button", presenter::onDelete);
        sure.setId("profile-delete-confirm");
        Sheets.confirmInFoot(this, asking, Texts.text("profiles.deleteAbout"), sure);
    }

    private Node row(Row row) {
        VBox lines = Widgets.column(
                "job-lines", Widgets.wrapped(row.title(), "strong"), Widgets.wrapped(row.contents(), "job-text"));
        row.tests().forEach(test -> lines.getChildren().add(Widgets.wrapped(test, "meta")));
        if (row.editable()) {
            FlowPane buttons = new FlowPane();
            buttons.getStyleClass().add("usage-form");
            buttons.getChildren()
                    .add(button(row, Texts.text("profiles.editAction"), "edit", () -> presenter.onEdit(row)));
            buttons.getChildren()
                    .add(button(row, Texts.text("profiles.duplicate"), "duplicate", () -> presenter.onDuplicate(row)));
            row.testable()
                    .forEach(server -> buttons.getChildren()
                            .add(button(
                                    row,
                                    Texts.text("profiles.test", server),
                                    "test-" + server,
                                    () -> presenter.onTest(row, server))));
            lines.getChildren().add(buttons);
        }
        HBox box = new HBox(lines);
        lines.setMinWidth(0);
        box.getStyleClass().add("hop");
        return box;
    }

    private static Button button(Row row, String text, String id, Runnable action) {
        Button button = Widgets.button(text, "plain-button", action);
        button.setId("profile-" + id + "-" + row.info().name());
        button.setAccessibleText(text + ": " + row.title());
        return button;
    }
}

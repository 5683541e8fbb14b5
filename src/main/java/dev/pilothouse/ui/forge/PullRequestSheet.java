package dev.pilothouse.ui.forge;

import dev.pilothouse.model.PullRequestStatus.Proposal;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Shows the pull request of a session's branch, or the form for a new one. Confined to the FX thread. Removes its
 * listener when it leaves the scene.
 */
public final class PullRequestSheet extends VBox {
    private final PullRequestPresenter presenter;
    private final VBox body = Widgets.column("sheet-fields");
    private final Button create;
    private final VBox form;
    private final ComboBox<String> base = new ComboBox<>();

    public PullRequestSheet(PullRequestPresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("pull-request-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        create = Widgets.button(Texts.text("pullRequest.create"), "primary-button", presenter::onCreate);
        create.setId("pull-request-create");
        create.managedProperty().bind(create.visibleProperty());
        Button done = Widgets.button(Texts.text("action.done"), "plain-button", close);
        done.setCancelButton(true);
        form = form();
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("pullRequest.title"), "screen-title"),
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", done, create));
        ChangeListener<PullRequestPresenter.Shown> drawn = (property, before, now) -> draw(now);
        presenter.shownProperty().addListener(drawn);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(drawn);
                presenter.onClose();
            }
        });
        draw(presenter.shownProperty().get());
    }

    private VBox form() {
        base.setId("pull-request-base");
        base.setMaxWidth(Double.MAX_VALUE);
        base.valueProperty().bindBidirectional(presenter.baseProperty());
        TextField title = NonBlinkingCaret.install(new TextField());
        title.setId("pull-request-title");
        Sheets.bound(title, Proposal.MAX_TITLE);
        title.textProperty().bindBidirectional(presenter.titleProperty());
        TextArea text = NonBlinkingCaret.install(new TextArea());
        text.setId("pull-request-body");
        text.setWrapText(true);
        text.setPrefRowCount(7);
        TabTraversal.install(text);
        Sheets.bound(text, Proposal.MAX_BODY);
        text.textProperty().bindBidirectional(presenter.bodyProperty());
        CheckBox draft = new CheckBox(Texts.text("pullRequest.draft"));
        draft.setId("pull-request-draft");
        draft.selectedProperty().bindBidirectional(presenter.draftProperty());
        return Widgets.column(
                "sheet-fields",
                field("pullRequest.base", base),
                field("pullRequest.titleField", title),
                field("pullRequest.body", text),
                draft);
    }

    private static VBox field(String key, Node control) {
        Label label = Widgets.label(Texts.text(key), "field-label");
        label.setLabelFor(control);
        return Widgets.column("field", label, control);
    }

    private void draw(PullRequestPresenter.Shown shown) {
        List<Node> rows = new ArrayList<>();
        if (shown.loading()) {
            rows.add(Widgets.wrapped(Texts.text("pullRequest.loading"), "muted"));
        }
        if (!shown.place().isEmpty()) {
            rows.add(Widgets.wrapped(shown.place(), "meta"));
        }
        shown.found().ifPresent(found -> rows.add(found(found, shown.working())));
        if (!shown.obstacle().isEmpty()) {
            Label obstacle = Widgets.wrapped(shown.obstacle(), "job-text");
            obstacle.setId("pull-request-obstacle");
            rows.add(obstacle);
        }
        if (shown.mayPush()) {
            Button push = Widgets.button(Texts.text("pullRequest.push"), "plain-button", presenter::onPush);
            push.setId("pull-request-push");
            rows.add(Widgets.buttonRow("job-buttons", push));
        }
        if (shown.form()) {
            if (!base.getItems().equals(presenter.bases())) {
                // New items clear the value for a moment.
                String chosen = presenter.baseProperty().get();
                base.getItems().setAll(presenter.bases());
                base.setValue(chosen);
            }
            rows.add(form);
        }
        if (!shown.problem().isEmpty()) {
            Label problem = Widgets.wrapped(shown.problem(), "problem");
            problem.setId("pull-request-problem");
            rows.add(problem);
        }
        if (shown.working()) {
            rows.add(Widgets.wrapped(Texts.text("pullRequest.working"), "muted"));
        }
        if (!shown.loading()) {
            rows.add(foot(shown));
        }
        body.getChildren().setAll(rows);
        create.setVisible(shown.form());
        create.setDisable(!shown.creatable());
    }

    private Node found(PullRequestPresenter.Found found, boolean working) {
        VBox lines = Widgets.column(
                "job-lines",
                Widgets.wrapped(found.title(), "strong"),
                Widgets.wrapped(
                        found.checks().isEmpty() ? found.state() : found.state() + " \u00b7 " + found.checks(),
                        "job-text"));
        found.failed().forEach(name -> lines.getChildren().add(Widgets.wrapped("\u2717 " + name, "meta")));
        FlowPane buttons = new FlowPane();
        buttons.getStyleClass().add("pull-request-buttons");
        if (!found.url().isEmpty()) {
            Button open = Widgets.button(Texts.text("pullRequest.open"), "plain-button", presenter::onOpen);
            open.setId("pull-request-open");
            Button copy = Widgets.copyTextButton(
                    Texts.text("pullRequest.copy"), Texts.text("pullRequest.copy"), presenter::onCopy, "plain-button");
            copy.setId("pull-request-copy");
            buttons.getChildren().addAll(open, copy);
        }
        if (found.mayDraft()) {
            Button draft = Widgets.button(Texts.text("pullRequest.draftPrompt"), "plain-button", presenter::onDraft);
            draft.setId("pull-request-failed");
            draft.setDisable(working);
            buttons.getChildren().add(draft);
        }
        lines.getChildren().add(buttons);
        return lines;
    }

    /** The buttons that are always there: the browser, and asking again. */
    private Node foot(PullRequestPresenter.Shown shown) {
        FlowPane buttons = new FlowPane();
        buttons.getStyleClass().add("pull-request-buttons");
        if (!shown.comparePage().isEmpty() && (shown.found().isEmpty() || shown.form())) {
            Button browser = Widgets.button(Texts.text("pullRequest.browser"), "plain-button", presenter::onCompare);
            browser.setId("pull-request-browser");
            buttons.getChildren().add(browser);
        }
        Button again = Widgets.button(Texts.text("pullRequest.reload"), "plain-button", presenter::onReload);
        again.setId("pull-request-reload");
        buttons.getChildren().add(again);
        return buttons;
    }
}

package dev.pilothouse.ui.reviewer;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.reviewer.ReviewerPresenter.ReviewText;
import dev.pilothouse.ui.reviewer.ReviewerPresenter.Shown;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Chooses the agent that reviews the changes of a session, and shows its review. Its nodes stay, so that the focus stays
 * where it is. Confined to the FX thread. Removes its listeners when it leaves the scene.
 */
public final class ReviewerSheet extends VBox {
    private final ReviewerPresenter presenter;
    private final Label hindrance = Widgets.wrapped("", "muted");
    private final Label problem = Widgets.wrapped("", "problem");
    private final ToggleGroup group = new ToggleGroup();
    private final VBox agents = Widgets.column("job-lines");
    private final VBox form;
    private final Label title = Widgets.wrapped("", "section-title");
    private final Label text = Widgets.wrapped("", "job-text");
    private final VBox notes = Widgets.column("job-lines");
    private final VBox review;
    private final Button end;
    private final Button comments;
    private final Button start;
    private List<AgentInfo> offered = List.of();

    /** @param openReview shows the findings */
    public ReviewerSheet(ReviewerPresenter presenter, Runnable openReview, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("reviewer-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        TextField model = NonBlinkingCaret.install(new TextField());
        model.setId("reviewer-model");
        model.setPromptText(Texts.text("reviewer.modelOwn"));
        Sheets.bound(model, ReviewerPresenter.MAX_MODEL);
        TextArea focus = NonBlinkingCaret.install(new TextArea());
        focus.setId("reviewer-focus");
        focus.setWrapText(true);
        focus.setPrefRowCount(2);
        focus.setMinHeight(Region.USE_PREF_SIZE);
        focus.setPromptText(Texts.text("reviewer.focusHint"));
        Sheets.bound(focus, ReviewerPresenter.MAX_FOCUS);
        TabTraversal.install(focus);
        model.textProperty().bindBidirectional(presenter.modelProperty());
        focus.textProperty().bindBidirectional(presenter.focusProperty());
        form = Widgets.column(
                "sheet-fields",
                Widgets.wrapped(Texts.text("reviewer.about"), "muted"),
                agents,
                field("reviewer.model", model),
                field("reviewer.focus", focus));
        end = Widgets.button("", "plain-button", presenter::onEnd);
        end.setId("reviewer-end");
        comments = Widgets.button(Texts.text("reviewer.findings"), "plain-button", openReview);
        comments.setId("reviewer-findings");
        review = Widgets.column("job-lines", title, text, notes, Widgets.buttonRow("job-buttons", end, comments));
        start = Widgets.button(Texts.text("reviewer.start"), "primary-button", presenter::onStart);
        start.setId("reviewer-start");
        Button done = Widgets.button(Texts.text("action.done"), "plain-button", close);
        done.setCancelButton(true);
        done.setId("reviewer-done");
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("reviewer.title"), "screen-title"),
                        new SheetScroll(Widgets.column("sheet-fields", hindrance, problem, review, form)),
                        Widgets.rightRow("sheet-buttons", done, start));
        ChangeListener<Object> listener = (property, before, now) -> draw();
        presenter.shownProperty().addListener(listener);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(listener);
                model.textProperty().unbindBidirectional(presenter.modelProperty());
                focus.textProperty().unbindBidirectional(presenter.focusProperty());
            }
        });
        draw();
    }

    private static VBox field(String key, Region input) {
        Label label = Widgets.wrapped(Texts.text(key), "field-label");
        label.setLabelFor(input);
        input.setAccessibleText(label.getText());
        return Widgets.column("field", label, input);
    }

    private void draw() {
        Shown shown = presenter.shownProperty().get();
        say(hindrance, shown.hindrance());
        say(problem, shown.problem());
        if (!shown.agents().equals(offered)) {
            offered = shown.agents();
            agents.getChildren().setAll(offered.stream().map(this::agent).toList());
        }
        present(form, !shown.running());
        present(start, !shown.running());
        start.setDisable(!presenter.mayStart());
        ReviewText now = shown.review();
        present(review, now != null);
        if (now != null) {
            title.setText(now.title());
            text.setText(now.text());
            notes.getChildren()
                    .setAll(now.lines().stream()
                            .map(line -> Widgets.wrapped(line, "meta"))
                            .toList());
            present(end, !now.over() && shown.mayAct());
            end.setText(Texts.text(now.choosing() ? "reviewer.end" : "reviewer.stop"));
        }
    }

    private Node agent(AgentInfo agent) {
        RadioButton button = new RadioButton(agent.name());
        button.setId("reviewer-agent-" + agent.agentId());
        button.setMnemonicParsing(false);
        button.setToggleGroup(group);
        AgentInfo chosen = presenter.agentProperty().get();
        button.setSelected(chosen != null && chosen.agentId().equals(agent.agentId()));
        button.selectedProperty().addListener((property, before, now) -> {
            if (now) {
                presenter.agentProperty().set(agent);
            }
        });
        return button;
    }

    private static void say(Label label, String text) {
        label.setText(text);
        present(label, !text.isEmpty());
    }

    private static void present(Node node, boolean wanted) {
        node.setVisible(wanted);
        node.setManaged(wanted);
    }
}

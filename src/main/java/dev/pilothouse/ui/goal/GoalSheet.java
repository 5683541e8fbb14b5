package dev.pilothouse.ui.goal;

import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/**
 * The form for a goal, and its progress once it has begun. Confined to the FX thread. Removes its listeners when it
 * leaves the scene.
 */
public final class GoalSheet extends VBox {
    private static final int TEXT_ROWS = 4;
    private static final int CHECK_ROWS = 2;
    private static final int NUMBER = 12;
    private static final int CHECK = 8_000;
    private static final int MODEL = 200;

    private final Label title = Widgets.wrapped("", "strong");
    private final Label state = Widgets.wrapped("", "meta");
    private final Label outcome = Widgets.wrapped("", "job-text");
    private final Label progress = Widgets.wrapped("", "meta");
    private final Label note = Widgets.wrapped("", "meta");
    private final Label problem = Widgets.wrapped("", "problem");
    private final VBox form;
    private final VBox status = Widgets.column("job-lines", title, state, outcome, progress, note);
    private final Button start;
    private final Button pause;
    private final Button resume;
    private final Button met;
    private final Button more;
    private final Button raise;
    private final Button stop;
    private final Button again;
    private final Button done;

    private final GoalPresenter presenter;

    public GoalSheet(GoalPresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("goal-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        TextArea text = area("goal-text", TEXT_ROWS, GoalOrder.MAX_TEXT, presenter.textProperty());
        TextArea check = area("goal-check", CHECK_ROWS, CHECK, presenter.checkProperty());
        CheckBox repository = new CheckBox(Texts.text("goal.repositoryCheck"));
        repository.setId("goal-repository-check");
        repository.setMnemonicParsing(false);
        repository.setWrapText(true);
        repository.selectedProperty().bindBidirectional(presenter.repositoryCheckProperty());
        TextField reviewerModel = NonBlinkingCaret.install(new TextField());
        reviewerModel.setId("goal-reviewer-model");
        reviewerModel.setPromptText(Texts.text("reviewer.modelOwn"));
        VBox model = field("goal.reviewerModel", bound(reviewerModel, MODEL, presenter.reviewerModelProperty()));
        model.visibleProperty().bind(presenter.reviewerProperty().isNotEmpty());
        model.managedProperty().bind(model.visibleProperty());
        form = Widgets.column(
                "sheet-fields",
                field("goal.text", text),
                field("goal.check", check),
                Widgets.wrapped(Texts.text("goal.checkHint"), "meta"),
                repository,
                field("goal.reviewer", reviewers()),
                model,
                field("goal.continuations", number("goal-continuations", presenter.roundsProperty())),
                field("goal.minutes", number("goal-minutes", presenter.minutesProperty())),
                field("goal.tokens", number("goal-tokens", presenter.tokensProperty())));
        start = button("goal.start", "primary-button", presenter::onStart);
        pause = button("goal.pause", "plain-button", presenter::onPause);
        resume = button("goal.resume", "primary-button", presenter::onResume);
        met = button("goal.met", "primary-button", presenter::onMet);
        more = button("goal.continue", "plain-button", presenter::onContinue);
        raise = button("goal.raise", "plain-button", presenter::onRaise);
        stop = button("goal.stop", "plain-button", presenter::onStop);
        again = button("goal.again", "plain-button", presenter::onNew);
        done = Widgets.button(Texts.text("action.done"), "plain-button", close);
        done.setCancelButton(true);
        done.setId("goal-done");
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("goal.title"), "screen-title"),
                        new SheetScroll(Widgets.column("sheet-fields", problem, form, status)),
                        Widgets.rightRow("sheet-buttons", stop, done, again, raise, more, pause, resume, met, start));
        ChangeListener<Object> drawn =
                (property, before, now) -> draw(presenter.shownProperty().get());
        presenter.shownProperty().addListener(drawn);
        presenter.textProperty().addListener(drawn);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(drawn);
                presenter.textProperty().removeListener(drawn);
            }
        });
        draw(presenter.shownProperty().get());
    }

    private ComboBox<String> reviewers() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("", Texts.text("goal.reviewerNone"));
        presenter.reviewers().forEach(agent -> names.put(agent.agentId().value(), agent.name()));
        ComboBox<String> combo = new ComboBox<>();
        combo.setId("goal-reviewer");
        combo.setMaxWidth(Double.MAX_VALUE);
        combo.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable String agent) {
                return agent == null ? "" : names.getOrDefault(agent, agent);
            }

            @Override
            public String fromString(String text) {
                return text;
            }
        });
        combo.getItems().setAll(names.keySet());
        combo.valueProperty().bindBidirectional(presenter.reviewerProperty());
        return combo;
    }

    private static Button button(String key, String style, Runnable action) {
        Button button = Widgets.button(Texts.text(key), style, action);
        button.setId(key.replace('.', '-'));
        return button;
    }

    private static TextArea area(String id, int rows, int most, StringProperty value) {
        TextArea area = NonBlinkingCaret.install(new TextArea());
        TabTraversal.install(area);
        area.setId(id);
        area.setWrapText(true);
        area.setPrefRowCount(rows);
        area.setMinHeight(Region.USE_PREF_SIZE);
        return bound(area, most, value);
    }

    private static TextField number(String id, StringProperty value) {
        TextField field = NonBlinkingCaret.install(new TextField());
        field.setId(id);
        return bound(field, NUMBER, value);
    }

    private static <T extends TextInputControl> T bound(T control, int most, StringProperty value) {
        Sheets.bound(control, most);
        control.textProperty().bindBidirectional(value);
        return control;
    }

    private static VBox field(String key, Node control) {
        Label label = Widgets.wrapped(Texts.text(key), "field-label");
        label.setLabelFor(control);
        control.setAccessibleText(label.getText());
        return Widgets.column("field", label, control);
    }

    private void draw(GoalPresenter.Shown shown) {
        present(form, shown.form());
        present(status, !shown.form());
        say(problem, shown.problem());
        say(title, shown.title());
        say(state, shown.state());
        say(outcome, shown.outcome());
        say(progress, shown.progress());
        say(note, shown.note().equals(shown.outcome()) ? "" : shown.note());
        boolean may = shown.mayAct();
        present(start, shown.form());
        done.setText(Texts.text(shown.form() ? "action.cancel" : "action.done"));
        start.setDisable(!presenter.mayStart());
        present(pause, may && shown.running() && !shown.asking());
        present(resume, may && shown.paused());
        present(met, may && shown.asking());
        present(more, may && shown.asking());
        present(raise, may && !shown.form() && shown.raisable());
        present(stop, may && !shown.form() && !shown.over());
        present(again, may && shown.over());
    }

    private static void present(Node node, boolean wanted) {
        node.setVisible(wanted);
        node.setManaged(wanted);
    }

    private static void say(Label label, String text) {
        label.setText(text);
        present(label, !text.isEmpty());
    }
}

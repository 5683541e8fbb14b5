package dev.pilothouse.ui.runs;

import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.ProfileField;
import dev.pilothouse.ui.text.Texts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The form of a run in which several agents try the same task. Confined to the FX thread. Nothing to close. */
public final class TrySheet extends VBox {
    private static final int PROMPT_ROWS = 4;
    private static final int CHECK_ROWS = 2;

    private final TryPresenter presenter;
    private final Button start;
    private final Map<TryPresenter.Choice, Label> counts = new HashMap<>();

    /** @param started called when the host has the run */
    public TrySheet(TryPresenter presenter, Runnable started, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("try-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        TextArea prompt = area("try-prompt", PROMPT_ROWS);
        prompt.textProperty().bindBidirectional(presenter.promptProperty());
        TextField folder = NonBlinkingCaret.install(new TextField());
        folder.setId("try-folder");
        folder.textProperty().bindBidirectional(presenter.directoryProperty());
        TextArea check = area("try-check", CHECK_ROWS);
        check.textProperty().bindBidirectional(presenter.checkProperty());
        VBox agents = Widgets.column("run-members");
        presenter.choices().forEach(choice -> agents.getChildren().add(row(choice)));
        if (presenter.choices().isEmpty()) {
            agents.getChildren().add(Widgets.wrapped(Texts.text("tries.noAgents"), "muted"));
        }
        Label problem = Widgets.wrapped("", "problem");
        problem.textProperty().bind(presenter.problemProperty());
        problem.visibleProperty().bind(presenter.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        start = Widgets.button(Texts.text("tries.start"), "primary-button", () -> presenter.onStart(started));
        start.setId("try-start");
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", close);
        cancel.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("tries.title"), "screen-title"),
                        new SheetScroll(Widgets.column(
                                "sheet-fields",
                                Widgets.wrapped(Texts.text("tries.about"), "muted"),
                                field("tries.prompt", prompt),
                                agents,
                                field("tries.folder", folder),
                                new ProfileField(presenter.profile(), "try-profile"),
                                field("tries.check", check),
                                judge(),
                                problem)),
                        Widgets.rightRow("sheet-buttons", cancel, start));
        presenter.promptProperty().addListener((property, before, now) -> enable());
        presenter.directoryProperty().addListener((property, before, now) -> enable());
        presenter.sendingProperty().addListener((property, before, now) -> enable());
        enable();
    }

    private void enable() {
        start.setDisable(!presenter.isReady());
    }

    private static TextArea area(String id, int rows) {
        TextArea area = NonBlinkingCaret.install(new TextArea());
        TabTraversal.install(area);
        area.setId(id);
        area.setPrefRowCount(rows);
        area.setWrapText(true);
        area.setMinHeight(Region.USE_PREF_SIZE);
        return area;
    }

    private static VBox field(String key, TextInputControl input) {
        Label label = Widgets.wrapped(Texts.text(key), "field-label");
        label.setLabelFor(input);
        input.setAccessibleText(Texts.text(key));
        return Widgets.column("field", label, input);
    }

    private VBox judge() {
        ComboBox<Optional<TryPresenter.Choice>> judge = new ComboBox<>();
        judge.setId("try-judge");
        judge.setAccessibleText(Texts.text("tries.judge"));
        judge.setMaxWidth(Double.MAX_VALUE);
        judge.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Optional<TryPresenter.Choice> choice) {
                return choice == null
                        ? ""
                        : choice.map(TryPresenter.Choice::name).orElse(Texts.text("tries.noJudge"));
            }

            @Override
            public Optional<TryPresenter.Choice> fromString(String text) {
                return Optional.empty();
            }
        });
        judge.getItems().add(Optional.empty());
        presenter.choices().forEach(choice -> judge.getItems().add(Optional.of(choice)));
        judge.getSelectionModel().select(0);
        judge.valueProperty()
                .addListener((property, before, now) ->
                        presenter.judgeProperty().set(now == null ? null : now.orElse(null)));
        Label label = Widgets.wrapped(Texts.text("tries.judge"), "field-label");
        label.setLabelFor(judge);
        return Widgets.column("field", label, judge, Widgets.wrapped(Texts.text("tries.judgeAbout"), "meta"));
    }

    private HBox row(TryPresenter.Choice choice) {
        Label name = Widgets.wrapped(choice.name(), "run-member");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        Label count = Widgets.label(Integer.toString(presenter.count(choice)), "strong");
        String id = choice.hostId() + "-" + choice.agentId();
        count.setId("try-count-" + id);
        counts.put(choice, count);
        Button fewer = Widgets.button("\u2212", "plain-button", () -> change(choice, -1));
        fewer.setId("try-fewer-" + id);
        fewer.setAccessibleText(Texts.text("tries.fewer", choice.name()));
        Button more = Widgets.button("+", "plain-button", () -> change(choice, 1));
        more.setId("try-more-" + id);
        more.setAccessibleText(Texts.text("tries.more", choice.name()));
        HBox row = new HBox(name, fewer, count, more);
        row.getStyleClass().add("many-row");
        return row;
    }

    private void change(TryPresenter.Choice choice, int by) {
        presenter.onCount(choice, by);
        counts.forEach((each, label) -> label.setText(Integer.toString(presenter.count(each))));
        enable();
    }
}

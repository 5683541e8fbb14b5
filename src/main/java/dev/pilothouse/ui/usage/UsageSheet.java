package dev.pilothouse.ui.usage;

import dev.pilothouse.model.Budget;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.usage.UsagePresenter.BudgetRow;
import dev.pilothouse.ui.usage.UsagePresenter.Day;
import dev.pilothouse.ui.usage.UsagePresenter.Row;
import dev.pilothouse.ui.usage.UsagePresenter.Shown;
import dev.pilothouse.ui.usage.UsagePresenter.Span;
import dev.pilothouse.ui.usage.UsagePresenter.Subject;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/**
 * Shows the tokens and the cost of the last days: a sum, a bar for each day, and a row for each project, agent, model or
 * session. Confined to the FX thread. Removes its listener when it leaves the scene.
 */
public final class UsageSheet extends VBox {
    private static final double BAR = 72;
    private static final double LEAST = 2;
    private static final double WIDEST = 260;

    private final UsagePresenter presenter;
    private final VBox body = Widgets.column("sheet-fields");
    /** Kept while the sheet is open, so that new figures do not clear it. */
    private final VBox form = Widgets.column("job-lines");

    private final ComboBox<Subject> subject = combo(Subject::title, "usage.forWhat", "usage-for");
    private final ComboBox<Budget.Period> period =
            combo(each -> Texts.text("usage.period." + each), "usage.budgetPeriod", "usage-period");
    private final ComboBox<String> unit = combo(
            each -> each.equals(Budget.TOKENS) ? Texts.text("usage.unitTokens") : each, "usage.unit", "usage-unit");
    private final TextField limit = NonBlinkingCaret.install(new TextField());
    private final CheckBox cancels = new CheckBox(Texts.text("usage.cancels"));
    private final Button copy;

    /** @param copied takes text to the clipboard */
    public UsageSheet(UsagePresenter presenter, Consumer<String> copied, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("usage-sheet");
        buildForm();
        setMaxHeight(Region.USE_PREF_SIZE);
        Choices<Span> spans = new Choices<>(
                Texts.text("usage.span"),
                presenter.spanProperty(),
                Span.values(),
                each -> Texts.text("usage.span." + each));
        spans.setId("usage-span");
        Choices<UsageGrouping> groupings = new Choices<>(
                Texts.text("usage.by"),
                presenter.groupingProperty(),
                UsageGrouping.values(),
                each -> Texts.text("usage.by." + each));
        groupings.setId("usage-by");
        copy = Widgets.copyTextButton(
                Texts.text("usage.copy"),
                Texts.text("usage.copy"),
                () -> copied.accept(presenter.csv()),
                "plain-button");
        copy.setId("usage-copy");
        copy.managedProperty().bind(copy.visibleProperty());
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("usage.title"), "screen-title"),
                        spans,
                        groupings,
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", copy, done));
        ChangeListener<Shown> drawn = (property, before, now) -> draw(now);
        presenter.shownProperty().addListener(drawn);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(drawn);
                presenter.onClose();
            }
        });
        draw(presenter.shownProperty().get());
    }

    private void draw(Shown shown) {
        body.getChildren().clear();
        copy.setVisible(!shown.rows().isEmpty());
        if (!shown.problem().isEmpty()) {
            body.getChildren().add(Widgets.wrapped(shown.problem(), "problem"));
        }
        if (!shown.total().isEmpty()) {
            body.getChildren()
                    .add(Widgets.column(
                            "job-lines",
                            Widgets.wrapped(shown.total(), "usage-total"),
                            Widgets.wrapped(shown.details(), "meta")));
        }
        if (!shown.days().isEmpty()) {
            body.getChildren().add(chart(shown.days()));
        }
        shown.rows().forEach(row -> body.getChildren().add(row(row)));
        if (shown.loading()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("usage.loading"), "muted"));
        } else if (shown.total().isEmpty() && shown.problem().isEmpty()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("usage.none"), "muted"));
        }
        if (shown.more()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("usage.more"), "muted"));
        }
        if (!shown.budgets().isEmpty() || !shown.subjects().isEmpty()) {
            body.getChildren().add(Widgets.wrapped(Texts.text("usage.budgets"), "section-title"));
            shown.budgets().forEach(row -> body.getChildren().add(budget(row)));
        }
        if (!shown.subjects().isEmpty()) {
            offer(subject, shown.subjects());
            offer(unit, shown.units());
            body.getChildren().add(form);
        }
    }

    private void buildForm() {
        period.getItems().setAll(Budget.Period.values());
        period.setValue(Budget.Period.DAY);
        limit.setId("usage-limit");
        limit.setPromptText(Texts.text("usage.limit"));
        limit.setAccessibleText(Texts.text("usage.limit"));
        limit.setPrefColumnCount(7);
        Label wrong = Widgets.wrapped(Texts.text("usage.wrongLimit"), "problem");
        wrong.setVisible(false);
        wrong.managedProperty().bind(wrong.visibleProperty());
        limit.textProperty().addListener((property, before, now) -> wrong.setVisible(false));
        Button set = Widgets.button(Texts.text("usage.addBudget"), "plain-button", () -> {
            boolean done = subject.getValue() != null
                    && unit.getValue() != null
                    && presenter.onSet(
                            subject.getValue(),
                            period.getValue(),
                            unit.getValue(),
                            limit.getText(),
                            cancels.isSelected());
            wrong.setVisible(!done);
            if (done) {
                limit.clear();
                cancels.setSelected(false);
            }
        });
        set.setId("usage-set");
        limit.setOnAction(event -> set.fire());
        FlowPane fields = new FlowPane(subject, period, limit, unit, set);
        fields.getStyleClass().add("usage-form");
        // The name of a project may be wider than a phone.
        fields.setMinWidth(0);
        subject.setMaxWidth(WIDEST);
        cancels.setId("usage-cancels");
        cancels.setWrapText(true);
        form.getChildren().setAll(fields, cancels, wrong);
    }

    /** Offers these values, and keeps the chosen one if it is still there. */
    private static <T> void offer(ComboBox<T> combo, List<T> values) {
        if (!combo.getItems().equals(values)) {
            T chosen = combo.getValue();
            combo.getItems().setAll(values);
            combo.setValue(chosen != null && values.contains(chosen) ? chosen : values.get(0));
        }
    }

    private static <T> ComboBox<T> combo(Function<T, String> words, String name, String id) {
        ComboBox<T> combo = new ComboBox<>();
        combo.setId(id);
        combo.setAccessibleText(Texts.text(name));
        combo.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public @Nullable T fromString(String text) {
                return null;
            }
        });
        return combo;
    }

    private Node budget(BudgetRow row) {
        VBox box = Widgets.column(
                "job-lines",
                Widgets.wrapped(row.title(), "strong"),
                track(row.share(), row.budget().isReached() ? "usage-full" : "usage-share"),
                Widgets.wrapped(row.text(), "meta"));
        if (row.editable()) {
            Button delete =
                    Widgets.button(Texts.text("usage.deleteBudget"), "plain-button", () -> presenter.onDelete(row));
            delete.setAccessibleText(delete.getText() + ": " + row.title());
            box.getChildren().add(Widgets.buttonRow("job-buttons", delete));
        }
        return box;
    }

    private static Node track(double part, String style) {
        Region share = new Region();
        share.getStyleClass().add(style);
        StackPane track = new StackPane(share);
        track.getStyleClass().add("usage-track");
        track.setAlignment(Pos.CENTER_LEFT);
        share.maxWidthProperty().bind(track.widthProperty().multiply(part));
        return track;
    }

    /** A bar for each day, with its figures for a pointer and a screen reader, and the first and the last date. */
    private static Node chart(List<Day> days) {
        HBox bars = Widgets.row("usage-bars");
        bars.setAlignment(Pos.BOTTOM_LEFT);
        for (Day day : days) {
            Region bar = new Region();
            bar.getStyleClass().add(day.share() > 0 ? "usage-bar" : "usage-bar-empty");
            double height = Math.max(LEAST, day.share() * BAR);
            bar.setMinHeight(height);
            bar.setMaxHeight(height);
            StackPane column = new StackPane(bar);
            column.setAlignment(Pos.BOTTOM_CENTER);
            column.setMinSize(0, BAR);
            column.setPrefWidth(1);
            column.setAccessibleRole(AccessibleRole.TEXT);
            column.setAccessibleText(day.text());
            Tooltip.install(column, new Tooltip(day.text()));
            HBox.setHgrow(column, Priority.ALWAYS);
            bars.getChildren().add(column);
        }
        HBox dates = Widgets.row(
                "usage-dates",
                Widgets.label(days.get(0).date(), "meta"),
                Widgets.spacer(),
                Widgets.label(days.get(days.size() - 1).date(), "meta"));
        return Widgets.column("job-lines", bars, dates);
    }

    private static Node row(Row row) {
        VBox box =
                Widgets.column("job-lines", Widgets.wrapped(row.name(), "strong"), track(row.share(), "usage-share"));
        if (!row.cost().isEmpty()) {
            box.getChildren().add(Widgets.wrapped(row.cost(), "job-text"));
        }
        box.getChildren().add(Widgets.wrapped(row.details(), "meta"));
        return box;
    }
}

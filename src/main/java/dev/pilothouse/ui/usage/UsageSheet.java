package dev.pilothouse.ui.usage;

import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.usage.UsagePresenter.Day;
import dev.pilothouse.ui.usage.UsagePresenter.Row;
import dev.pilothouse.ui.usage.UsagePresenter.Shown;
import dev.pilothouse.ui.usage.UsagePresenter.Span;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * Shows the tokens and the cost of the last days: a sum, a bar for each day, and a row for each project, agent, model or
 * session. Confined to the FX thread. Removes its listener when it leaves the scene.
 */
public final class UsageSheet extends VBox {
    private static final double BAR = 72;
    private static final double LEAST = 2;

    private final VBox body = Widgets.column("sheet-fields");
    private final Button copy;

    /** @param copied takes text to the clipboard */
    public UsageSheet(UsagePresenter presenter, Consumer<String> copied, Runnable close) {
        getStyleClass().add("large-sheet");
        setId("usage-sheet");
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
    }

    /** A bar for each day. Below it are the first and the last day. */
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
        return bars;
    }

    private static Node row(Row row) {
        Region share = new Region();
        share.getStyleClass().add("usage-share");
        StackPane track = new StackPane(share);
        track.getStyleClass().add("usage-track");
        track.setAlignment(Pos.CENTER_LEFT);
        share.maxWidthProperty().bind(track.widthProperty().multiply(row.share()));
        VBox box = Widgets.column("job-lines", Widgets.wrapped(row.name(), "strong"), track);
        if (!row.cost().isEmpty()) {
            box.getChildren().add(Widgets.wrapped(row.cost(), "job-text"));
        }
        box.getChildren().add(Widgets.wrapped(row.details(), "meta"));
        return box;
    }
}

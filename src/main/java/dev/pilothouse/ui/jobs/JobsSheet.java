package dev.pilothouse.ui.jobs;

import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Shows the jobs, updated live. A job keeps its row, so that the focus stays where it is. Confined to the FX thread.
 * Removes its listener when it leaves the scene.
 */
public final class JobsSheet extends VBox {
    private final JobsPresenter presenter;
    private final VBox body = Widgets.column("sheet-fields");
    private final Map<JobsPresenter.Key, JobRowView> views = new HashMap<>();

    public JobsSheet(JobsPresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("jobs-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("jobs.title"), "screen-title"),
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", done));
        ChangeListener<List<JobsPresenter.Row>> drawn = (property, before, now) -> draw(now);
        presenter.rowsProperty().addListener(drawn);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.rowsProperty().removeListener(drawn);
                presenter.onClose();
            }
        });
        draw(presenter.rowsProperty().get());
    }

    private void draw(List<JobsPresenter.Row> rows) {
        List<Node> nodes = new ArrayList<>();
        for (JobsPresenter.Row row : rows) {
            JobRowView view = views.computeIfAbsent(row.key(), key -> new JobRowView(presenter, key));
            view.show(row);
            nodes.add(view);
        }
        views.keySet().removeIf(key -> rows.stream().noneMatch(row -> row.key().equals(key)));
        if (nodes.isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text("jobs.none"), "muted"));
        }
        if (!body.getChildren().equals(nodes)) {
            body.getChildren().setAll(nodes);
        }
    }
}

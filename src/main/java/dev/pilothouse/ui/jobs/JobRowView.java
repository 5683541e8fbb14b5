package dev.pilothouse.ui.jobs;

import dev.pilothouse.model.JobState;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One job in its sheet. While it runs, the last lines of its output are shown. Confined to the FX thread. */
final class JobRowView extends HBox {
    private static final int LINES = 3;
    private static final List<String> TONES = List.of("health-live", "health-silent", "health-broken");

    private final FontIcon icon = Glyph.PENDING.node("job-icon");
    private final Label title = Widgets.wrapped("", "strong");
    private final Label about = Widgets.wrapped("", "meta");
    private final Label text = Widgets.wrapped("", "job-text");
    private final Label output = Widgets.wrapped("", "job-output");
    private final Hyperlink more = new Hyperlink();
    private final Button cancel;
    private final Button retry;
    private boolean open;

    JobRowView(JobsPresenter presenter, JobsPresenter.Key key) {
        getStyleClass().add("hop");
        cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", () -> presenter.onCancel(key));
        cancel.setId("job-cancel-" + key.jobId());
        retry = Widgets.button(Texts.text("jobs.retry"), "plain-button", () -> presenter.onRetry(key));
        retry.setId("job-retry-" + key.jobId());
        more.getStyleClass().add("small-link");
        more.setId("job-output-" + key.jobId());
        VBox lines = new VBox(title, about, text, output, more, Widgets.buttonRow("job-buttons", cancel, retry));
        lines.getStyleClass().add("job-lines");
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        getChildren().setAll(icon, lines);
    }

    void show(JobsPresenter.Row row) {
        glyph(row.state()).showIn(icon);
        icon.getStyleClass().removeAll(TONES);
        icon.getStyleClass().addAll(tone(row.state()));
        title.setText(row.title());
        about.setText(row.about());
        text.setText(row.text());
        present(text, !row.text().isEmpty());
        boolean running = !row.state().isOver();
        int shown = open
                ? row.lines().size()
                : running ? Math.min(LINES, row.lines().size()) : 0;
        output.setText(String.join(
                "\n",
                row.lines().subList(row.lines().size() - shown, row.lines().size())));
        present(output, shown > 0);
        present(more, open || row.lines().size() > shown);
        more.setText(open ? Texts.text("jobs.hideOutput") : Texts.text("jobs.showOutput"));
        more.setAccessibleText(more.getText() + ": " + row.title());
        more.setOnAction(event -> {
            open = !open;
            show(row);
        });
        cancel.setAccessibleText(cancel.getText() + ": " + row.title());
        retry.setAccessibleText(retry.getText() + ": " + row.title());
        present(cancel, row.cancellable());
        present(retry, row.repeatable());
        present(cancel.getParent(), row.cancellable() || row.repeatable());
    }

    private static void present(Node node, boolean wanted) {
        node.setVisible(wanted);
        node.setManaged(wanted);
    }

    private static Glyph glyph(JobState state) {
        return switch (state) {
            case QUEUED -> Glyph.PENDING;
            case RUNNING -> Glyph.STARTING;
            case WAITING_FOR_YOU -> Glyph.WAITING;
            case DONE -> Glyph.DONE;
            case FAILED -> Glyph.FAILED;
            case STOPPED -> Glyph.REFUSED;
            case UNKNOWN -> Glyph.QUESTION;
        };
    }

    private static List<String> tone(JobState state) {
        return switch (state) {
            case DONE -> List.of("health-live");
            case WAITING_FOR_YOU, UNKNOWN -> List.of("health-silent");
            case FAILED -> List.of("health-broken");
            case QUEUED, RUNNING, STOPPED -> List.of();
        };
    }
}

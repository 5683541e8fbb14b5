package dev.pilothouse.ui.many;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.many.SentPromptPresenter.Row;
import dev.pilothouse.ui.many.SentPromptPresenter.Shown;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The outcome of the last prompt to several sessions, updated live. Confined to the FX thread. Removes its listener when it
 * leaves the scene.
 */
public final class SentPromptSheet extends VBox {
    private static final List<String> TONES = List.of("health-live", "health-silent", "health-broken");
    private static final double PROMPT_LINES = 3;
    private static final double LINE = 1.5;

    private final SentPromptPresenter presenter;
    private final Consumer<SessionKey> open;
    private final Label prompt = Widgets.wrapped("", "job-text");
    private final Label about = Widgets.wrapped("", "meta");
    private final VBox body = Widgets.column("sheet-fields");
    private final Map<RequestId, OutcomeRow> views = new HashMap<>();
    private final Button undoAll;

    /** @param open shows a session */
    public SentPromptSheet(SentPromptPresenter presenter, Consumer<SessionKey> open, Runnable close) {
        this.presenter = presenter;
        this.open = open;
        getStyleClass().add("large-sheet");
        setId("sent-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        about.setId("sent-about");
        prompt.setTextOverrun(OverrunStyle.ELLIPSIS);
        prompt.fontProperty()
                .addListener((property, before, now) -> prompt.setMaxHeight(now.getSize() * LINE * PROMPT_LINES));
        undoAll = Widgets.button(Texts.text("many.undoAll"), "plain-button", presenter::onUndoAll);
        undoAll.setId("sent-undo-all");
        undoAll.managedProperty().bind(undoAll.visibleProperty());
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("many.sentTitle"), "screen-title"),
                        prompt,
                        about,
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", undoAll, done));
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
        prompt.setText(shown.prompt());
        about.setText(shown.about());
        undoAll.setVisible(shown.undoable());
        List<Node> nodes = new ArrayList<>();
        for (Row row : shown.rows()) {
            OutcomeRow view = views.computeIfAbsent(row.requestId(), key -> new OutcomeRow(row));
            view.show(row);
            nodes.add(view);
        }
        views.keySet()
                .removeIf(key ->
                        shown.rows().stream().noneMatch(row -> row.requestId().equals(key)));
        if (!body.getChildren().equals(nodes)) {
            body.getChildren().setAll(nodes);
        }
    }

    private final class OutcomeRow extends HBox {
        private final FontIcon icon = Glyph.PENDING.node("job-icon");
        private final Hyperlink name = new Hyperlink();
        private final Label text = Widgets.wrapped("", "meta");
        private final Button undo;
        private final Button confirm;

        OutcomeRow(Row row) {
            getStyleClass().add("many-outcome");
            name.getStyleClass().add("small-link");
            name.setWrapText(true);
            name.setOnAction(event -> open.accept(row.key()));
            confirm = Widgets.button(
                    Texts.text("many.confirm"), "plain-button", () -> presenter.onConfirm(row.requestId()));
            undo = Widgets.button(Texts.text("many.undo"), "plain-button", () -> presenter.onUndo(row.requestId()));
            String id = row.key().sessionId().value();
            name.setId("sent-open-" + id);
            undo.setId("sent-undo-" + id);
            confirm.setId("sent-confirm-" + id);
            VBox lines = Widgets.column("job-lines", name, text);
            lines.setMinWidth(0);
            for (Button button : List.of(confirm, undo)) {
                button.managedProperty().bind(button.visibleProperty());
            }
            HBox buttons = Widgets.rightRow("job-buttons", confirm, undo);
            buttons.managedProperty().bind(confirm.visibleProperty().or(undo.visibleProperty()));
            // The buttons are below the text if both are too wide for one line.
            HBox both = Widgets.titleRow(lines, buttons);
            both.setMinWidth(0);
            HBox.setHgrow(both, Priority.ALWAYS);
            getChildren().setAll(icon, both);
        }

        void show(Row row) {
            (switch (row.tone()) {
                        case DONE -> Glyph.DONE;
                        case WAITING -> Glyph.PENDING;
                        case FAILED -> Glyph.FAILED;
                        case NEUTRAL -> Glyph.REFUSED;
                    })
                    .showIn(icon);
            icon.getStyleClass().removeAll(TONES);
            switch (row.tone()) {
                case DONE -> icon.getStyleClass().add("health-live");
                case FAILED -> icon.getStyleClass().add("health-broken");
                case WAITING -> icon.getStyleClass().add("health-silent");
                case NEUTRAL -> {
                    // Without a colour.
                }
            }
            name.setText(row.name());
            text.setText(row.text());
            undo.setVisible(row.undoable());
            undo.setAccessibleText(undo.getText() + ": " + row.name());
            confirm.setVisible(row.held());
            confirm.setAccessibleText(confirm.getText() + ": " + row.name());
        }
    }
}

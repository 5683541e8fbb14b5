package dev.pilothouse.ui.transcript;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/**
 * The bar that searches the conversation. It shows the number of hits and goes to the next or previous one. While it is
 * open, new rows are searched too.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as its view.
 */
final class FindBar extends HBox {
    /** The space between a mark and the edge of the view or of this bar. */
    private static final double MARGIN = 24;

    private final TranscriptPresenter presenter;
    private final TranscriptList list;
    private final TextField query = NonBlinkingCaret.install(new TextField());
    private final Label count = Widgets.label("", "find-count");
    private final Button before = button(Glyph.UP, "find.previous");
    private final Button after = button(Glyph.DOWN, "find.next");
    private List<TextMatch> hits = List.of();
    private int at = -1;

    FindBar(TranscriptPresenter presenter, TranscriptList list) {
        this.presenter = presenter;
        this.list = list;
        getStyleClass().add("find-bar");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        query.setPromptText(Texts.text("find.prompt"));
        query.setAccessibleText(Texts.text("find.prompt"));
        query.getStyleClass().add("find-query");
        query.textProperty().addListener(text -> search(true));
        query.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                step(event.isShiftDown() ? -1 : 1);
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        before.setOnAction(event -> step(-1));
        after.setOnAction(event -> step(1));
        Button close = button(Glyph.CLOSE, "find.close");
        close.setOnAction(event -> close());
        getChildren().setAll(query, count, before, after, close);
        presenter.rows().addListener((ListChangeListener<RowItem>) change -> {
            if (isVisible()) {
                search(false);
            }
        });
        close();
    }

    private static Button button(Glyph glyph, String text) {
        Button button = new Button(null, glyph.node());
        button.getStyleClass().add("icon-button");
        button.setAccessibleText(Texts.text(text));
        button.setFocusTraversable(false);
        return button;
    }

    void open() {
        setVisible(true);
        setManaged(true);
        query.requestFocus();
        query.selectAll();
        search(true);
    }

    private void close() {
        setVisible(false);
        setManaged(false);
        list.selection().seek("", null);
        list.requestFocus();
    }

    private void search(boolean jump) {
        String wanted = query.getText();
        if (wanted.isBlank()) {
            show(List.of(), false);
            return;
        }
        presenter.find(wanted, found -> {
            // Ignore the result of an earlier query.
            if (isVisible() && wanted.equals(query.getText())) {
                show(found, jump);
            }
        });
    }

    private void show(List<TextMatch> found, boolean jump) {
        TextMatch now = at >= 0 && at < hits.size() ? hits.get(at) : null;
        hits = found;
        // Start with the newest hit, which is nearest to the visible rows. The current hit stays current while others
        // arrive.
        at = jump || now == null ? found.size() - 1 : Math.max(found.indexOf(now), Math.min(at, found.size() - 1));
        present(jump);
    }

    private void step(int by) {
        if (!hits.isEmpty()) {
            at = Math.floorMod(at + by, hits.size());
            present(true);
        }
    }

    private void present(boolean jump) {
        boolean none = hits.isEmpty();
        count.setText(
                query.getText().isBlank()
                        ? ""
                        : none ? Texts.text("find.none") : Texts.text("find.count", at + 1, hits.size()));
        before.setDisable(none);
        after.setDisable(none);
        TextMatch now = none ? null : hits.get(at);
        if (jump && now != null) {
            list.reveal(now.item());
            // The row must have its place before a mark within it can be shown.
            list.applyCss();
            list.layout();
        }
        list.selection().seek(query.getText().isBlank() ? "" : query.getText(), now);
        if (jump && now != null) {
            list.revealMark(now.item(), getHeight() + MARGIN);
        }
    }
}

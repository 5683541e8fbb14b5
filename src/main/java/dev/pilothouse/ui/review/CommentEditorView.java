package dev.pilothouse.ui.review;

import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * The field for a comment below its lines, with buttons that make their range larger or smaller. Confined to the FX
 * thread. One instance moves with the lines.
 */
final class CommentEditorView extends VBox {
    private static final double GAP = 8;

    private final ReviewPresenter presenter;
    private final Executor fx;
    private final Label lines = Widgets.label("", "review-lines");
    private final TextArea area = NonBlinkingCaret.install(new TextArea());
    private final Button save = Widgets.button("", "primary-button", () -> {});
    private final Button up;
    private final Button down;
    private boolean wantsFocus;

    /** @param extend moves the last line of the range by that many lines */
    CommentEditorView(ReviewPresenter presenter, Executor fx, IntConsumer extend) {
        this.presenter = presenter;
        this.fx = fx;
        getStyleClass().addAll("review-card", "review-editor");
        setId("comment-editor");
        area.setId("comment-text");
        area.setWrapText(true);
        area.setPrefRowCount(3);
        area.setPromptText(Texts.text("review.write"));
        Sheets.bound(area, ReviewComment.MAX_TEXT);
        TabTraversal.install(area);
        area.textProperty().addListener((property, before, now) -> {
            presenter.onType(now);
            save.setDisable(now.isBlank());
        });
        area.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        up = Widgets.iconButton(Glyph.UP.node(), Texts.text("review.less"), () -> extend.accept(-1), "review-action");
        up.setId("comment-less");
        down = Widgets.iconButton(
                Glyph.DOWN.node(), Texts.text("review.more"), () -> extend.accept(1), "review-action");
        down.setId("comment-more");
        HBox head = Widgets.row("review-card-head", lines, Widgets.spacer(), up, down);
        save.setId("comment-save");
        save.setOnAction(event -> presenter.onSave());
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", presenter::onDiscard);
        cancel.setId("comment-cancel");
        getChildren().setAll(head, area, buttons(cancel, save));
        sceneProperty().addListener((property, before, now) -> {
            if (now != null && wantsFocus) {
                focusText();
            }
        });
        // A press in the field must not choose a piece of the diff.
        setOnMousePressed(event -> event.consume());
    }

    /** Shows another draft, or the same one for other lines. */
    void show(CommentDraft draft) {
        lines.setText(ReviewText.lines(draft.anchor()));
        String name = Texts.text("review.writeAt", draft.anchor().path(), lines.getText());
        area.setAccessibleText(name);
        String text = presenter.draftText();
        if (!area.getText().equals(text)) {
            area.setText(text);
            area.positionCaret(text.length());
        }
        boolean isNew = draft.edited() == null;
        save.setText(Texts.text(isNew ? "review.add" : "action.save"));
        save.setDisable(area.getText().isBlank());
        up.setVisible(isNew);
        down.setVisible(isNew);
        wantsFocus = true;
        if (getScene() != null) {
            focusText();
        }
    }

    /** A row of buttons at the right; large text needs a second line. */
    static FlowPane buttons(Button... buttons) {
        FlowPane row = new FlowPane(GAP, GAP, buttons);
        row.setAlignment(Pos.CENTER_RIGHT);
        row.getStyleClass().add("sheet-buttons");
        return row;
    }

    /** The field gets the focus after the layout that shows it. */
    private void focusText() {
        fx.execute(() -> {
            if (area.getScene() != null && wantsFocus) {
                wantsFocus = false;
                area.requestFocus();
                area.positionCaret(area.getLength());
            }
        });
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            presenter.onSave();
            event.consume();
        }
    }
}

package dev.pilothouse.ui.review;

import dev.pilothouse.model.CommentId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.review.ReviewPresenter.Content;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * All comments of a session by file, and the button that sends the drafts. Confined to the FX thread. Removes its
 * listener when it leaves the scene.
 */
public final class ReviewSheet extends VBox implements Overlay.Steps {
    private final ReviewPresenter presenter;
    private final Consumer<ReviewEntry> jump;
    private final VBox body = Widgets.column("sheet-fields");
    private final Label queued = Widgets.wrapped(Texts.text("review.queued"), "muted");
    private final CommentEditorView editor;
    private final VBox sending;
    private final Button send;

    /**
     * @param jump shows the lines of a comment
     * @param fx runs tasks after the present layout
     * @param close closes the sheet
     */
    public ReviewSheet(ReviewPresenter presenter, Consumer<ReviewEntry> jump, Executor fx, Runnable close) {
        this.presenter = presenter;
        this.jump = jump;
        this.editor = new CommentEditorView(presenter, fx, lines -> {});
        getStyleClass().add("large-sheet");
        setId("review-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        TextArea introduction = NonBlinkingCaret.install(new TextArea());
        introduction.setId("review-introduction");
        introduction.setWrapText(true);
        introduction.setPrefRowCount(2);
        introduction.setMinHeight(Region.USE_PREF_SIZE);
        Sheets.bound(introduction, Intent.SendReview.MAX_INTRODUCTION);
        TabTraversal.install(introduction);
        introduction.textProperty().bindBidirectional(presenter.introductionProperty());
        Label about = Widgets.label(Texts.text("review.introductionLabel"), "field-label");
        about.setLabelFor(introduction);
        introduction.setAccessibleText(about.getText());
        sending = Widgets.column("field", about, introduction, queued);
        Button cancel = Widgets.button(Texts.text("review.close"), "plain-button", close);
        cancel.setId("review-close");
        cancel.setCancelButton(true);
        send = Widgets.button("", "primary-button", () -> {
            presenter.onSend();
            close.run();
        });
        send.setId("review-send");
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("review.title"), "screen-title"),
                        new SheetScroll(body),
                        sending,
                        CommentEditorView.buttons(cancel, send));
        ChangeListener<Content> drawn = (property, before, now) -> draw(now);
        presenter.contentProperty().addListener(drawn);
        ChangeListener<Optional<CommentDraft>> edited = (property, before, now) -> showEditor();
        presenter.draftProperty().addListener(edited);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.contentProperty().removeListener(drawn);
                presenter.draftProperty().removeListener(edited);
                presenter.onLeave();
            }
        });
        showEditor();
    }

    /** From the text of a comment that is being edited to the list. */
    @Override
    public boolean back() {
        boolean editing = editor.isFocusWithin() && editedId() != null;
        if (editing) {
            presenter.onTextLeft();
            requestFocus();
        }
        return editing;
    }

    private void showEditor() {
        if (editedId() != null) {
            presenter.draftProperty().get().ifPresent(editor::show);
        }
        draw(presenter.contentProperty().get());
    }

    private void draw(Content content) {
        int drafts = content.drafts().size();
        set(sending, drafts > 0 && content.maySend());
        set(send, drafts > 0);
        set(queued, content.working());
        send.setText(Texts.counted("review.send", drafts));
        send.setDisable(!content.maySend());
        List<Node> nodes = new ArrayList<>();
        if (content.entries().isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text(content.loading() ? "review.loading" : "review.none"), "muted"));
        }
        if (drafts > 0 && !content.maySend()) {
            nodes.add(Widgets.wrapped(Texts.text("review.maySend"), "muted"));
        }
        // Comments about the whole change come first. Each names that itself.
        String path = "";
        for (ReviewEntry entry : content.entries()) {
            if (!entry.path().equals(path)) {
                path = entry.path();
                nodes.add(Widgets.wrapped(path, "review-path"));
            }
            boolean edited = entry.comment().id().equals(editedId());
            nodes.add(edited ? editor : new CommentCard(entry, presenter, () -> jump.accept(entry)));
        }
        body.getChildren().setAll(nodes);
    }

    private @Nullable CommentId editedId() {
        return presenter.draftProperty().get().map(CommentDraft::edited).orElse(null);
    }

    private static void set(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}

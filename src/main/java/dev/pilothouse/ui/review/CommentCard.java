package dev.pilothouse.ui.review;

import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.review.ReviewEntry.State;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A comment with its state and its actions. Shows one entry, once. Confined to the FX thread. */
final class CommentCard extends VBox {
    private static final int QUOTED = 6;
    private static final double WORDS = 140;

    /** @param jump shows the lines of the comment; null where they are beside it */
    CommentCard(ReviewEntry entry, ReviewPresenter presenter, @Nullable Runnable jump) {
        getStyleClass().add("review-card");
        String id = entry.comment().id().value();
        setId("comment-" + id);
        FlowPane words = new FlowPane(state(entry));
        words.getStyleClass().add("review-words");
        words.setPrefWrapLength(WORDS);
        words.setMinWidth(0);
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        if (jump == null || entry.anchor().isGeneral()) {
            words.getChildren().add(meta(ReviewText.lines(entry)));
        } else {
            Button place = Widgets.button(ReviewText.lines(entry), "review-jump", jump);
            place.setId("comment-jump-" + id);
            place.setAccessibleText(Texts.text("review.jump", ReviewText.place(entry)));
            words.getChildren().add(place);
        }
        words.getChildren().add(meta(ReviewText.note(entry)));
        HBox head = Widgets.row("review-card-head", words);
        addActions(head, entry, presenter);
        getChildren().add(head);
        if (entry.isOutdated() && !entry.anchor().lines().isEmpty()) {
            getChildren().add(quote(entry.anchor().lines()));
        }
        Label text = Widgets.wrapped(entry.comment().text(), "review-text");
        getChildren().add(text);
        if (!entry.refusal().isEmpty()) {
            getChildren().add(Widgets.wrapped(entry.refusal(), "danger-text"));
        }
        setAccessibleText(Texts.text(
                "review.comment",
                stateText(entry),
                ReviewText.place(entry),
                entry.comment().text()));
    }

    private static Label meta(String text) {
        return Widgets.label(text, "meta");
    }

    private static String stateText(ReviewEntry entry) {
        return entry.refused() != null
                ? Texts.text("review.state.REFUSED")
                : entry.state() == State.CHANGED
                                && entry.place() != null
                                && entry.place().state() == CommentPlace.State.GONE
                        ? Texts.text("review.state.GONE")
                        : Texts.text("review.state." + entry.state());
    }

    private static Label state(ReviewEntry entry) {
        Label state = Widgets.label(
                stateText(entry),
                "review-state",
                entry.refused() != null
                        ? "review-refused"
                        : "review-" + entry.state().name().toLowerCase(Locale.ROOT));
        state.setMinWidth(USE_PREF_SIZE);
        return state;
    }

    private static void addActions(HBox head, ReviewEntry entry, ReviewPresenter presenter) {
        if (!presenter.contentProperty().get().mayComment()) {
            return;
        }
        if (entry.isEditable()) {
            head.getChildren().add(action(entry, "edit", "review.edit", Glyph.EDIT, () -> presenter.onEdit(entry)));
        } else if (entry.state() == State.RESOLVED) {
            head.getChildren()
                    .add(action(entry, "reopen", "review.reopen", Glyph.UNDO, () -> presenter.onResolve(entry, false)));
        } else if (entry.state() != State.DRAFT) {
            head.getChildren()
                    .add(action(
                            entry, "resolve", "review.resolve", Glyph.CHECK, () -> presenter.onResolve(entry, true)));
        }
        head.getChildren().add(deletion(entry, presenter));
    }

    private static Button action(ReviewEntry entry, String word, String text, Glyph glyph, Runnable run) {
        Button button = Widgets.iconButton(glyph.node(), Texts.text(text), run, "review-action");
        button.setId("comment-" + word + "-" + entry.comment().id());
        return button;
    }

    /** The second press deletes. */
    private static Button deletion(ReviewEntry entry, ReviewPresenter presenter) {
        Button delete = action(entry, "delete", "review.delete", Glyph.DELETE, () -> {});
        delete.setOnAction(event -> {
            if (delete.getText() == null || delete.getText().isEmpty()) {
                delete.setText(Texts.text("review.deleteSure"));
                delete.setMinWidth(USE_PREF_SIZE);
                delete.getStyleClass().add("danger-text");
            } else {
                presenter.onDelete(entry);
            }
        });
        delete.focusedProperty().addListener((property, before, now) -> {
            if (!now) {
                delete.setText("");
                delete.getStyleClass().remove("danger-text");
            }
        });
        return delete;
    }

    private static VBox quote(List<String> lines) {
        VBox quote = Widgets.column("review-quote");
        quote.setAccessibleText(Texts.text("review.quoted"));
        lines.stream()
                .limit(QUOTED)
                .forEach(line -> quote.getChildren().add(Widgets.wrapped(line.replace("\t", "    "), "review-code")));
        if (lines.size() > QUOTED) {
            quote.getChildren().add(Widgets.label("\u2026", "meta"));
        }
        return quote;
    }
}

package dev.pilothouse.ui.composer;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The list of suggestions above the text field. The caret stays in the text field, which also handles the keys that
 * select.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as the composer.
 */
final class CompletionView extends AutoHeightScroll {
    private static final double MAX_HEIGHT = 280;

    private final VBox rows;
    private final Consumer<CompletionPresenter.Suggestion> chosen;
    private List<CompletionPresenter.Suggestion> shown = List.of();

    CompletionView(CompletionPresenter presenter, Consumer<CompletionPresenter.Suggestion> chosen) {
        this(new VBox(), presenter, chosen);
    }

    private CompletionView(VBox rows, CompletionPresenter presenter, Consumer<CompletionPresenter.Suggestion> chosen) {
        super(rows, MAX_HEIGHT);
        this.rows = rows;
        this.chosen = chosen;
        getStyleClass().add("suggestions");
        rows.getStyleClass().add("suggestion-rows");
        rows.setAccessibleRole(AccessibleRole.LIST_VIEW);
        presenter.stateProperty().addListener((property, before, now) -> render(now));
        render(presenter.stateProperty().get());
    }

    private void render(CompletionPresenter.State state) {
        setVisible(state.isShown());
        setManaged(state.isShown());
        if (state.suggestions().isEmpty()) {
            Label note = Widgets.label(state.note(), "meta", "suggestion-note");
            note.setWrapText(true);
            rows.getChildren().setAll(note);
            shown = List.of();
        } else if (!state.suggestions().equals(shown)) {
            shown = state.suggestions();
            rows.getChildren().setAll(shown.stream().map(this::row).toList());
            setVvalue(0);
        }
        for (int i = 0; i < shown.size(); i++) {
            Node row = rows.getChildren().get(i);
            row.getStyleClass().remove("suggestion-selected");
            if (i == state.selected()) {
                row.getStyleClass().add("suggestion-selected");
                reveal(row);
            }
        }
    }

    private void reveal(Node row) {
        rows.applyCss();
        rows.layout();
        double all = rows.getHeight();
        double seen = getViewportBounds().getHeight();
        if (seen <= 0 || all <= seen) {
            return;
        }
        double top = getVvalue() * (all - seen);
        double from = row.getBoundsInParent().getMinY();
        double to = row.getBoundsInParent().getMaxY();
        if (from < top) {
            setVvalue(from / (all - seen));
        } else if (to > top + seen) {
            setVvalue((to - seen) / (all - seen));
        }
    }

    private HBox row(CompletionPresenter.Suggestion suggestion) {
        Label name = Widgets.label(suggestion.title(), "suggestion-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label words = Widgets.label(suggestion.detail(), "meta");
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.SOMETIMES);
        HBox row = new HBox(glyph(suggestion.kind()).node("suggestion-icon"), name, words);
        row.getStyleClass().addAll("suggestion", "openable");
        row.setAlignment(Pos.CENTER_LEFT);
        row.setAccessibleRole(AccessibleRole.LIST_ITEM);
        row.setAccessibleText(suggestion.title() + " " + suggestion.detail());
        row.setOnMouseClicked(event -> chosen.accept(suggestion));
        return row;
    }

    private static Glyph glyph(CompletionPresenter.Kind kind) {
        switch (kind) {
            case COMMAND:
                return Glyph.RUN;
            case SNIPPET:
                return Glyph.SNIPPET;
            case FOLDER:
                return Glyph.FOLDER;
            default:
                return Glyph.READ;
        }
    }
}

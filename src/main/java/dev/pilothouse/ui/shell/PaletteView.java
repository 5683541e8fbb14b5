package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The sheet of the palette: a query field and the matching rows. Confined to the FX thread. Ends with its sheet. */
final class PaletteView extends VBox {
    private static final int PAGE = 8;

    private final PalettePresenter presenter;
    private final TextField query = NonBlinkingCaret.install(new TextField());
    private final ListView<PalettePresenter.Entry> list;

    PaletteView(PalettePresenter presenter) {
        this(presenter, Texts.text("palette.prompt"), Texts.text("palette.none"));
    }

    /**
     * @param prompt the prompt of the query field
     * @param nothing the text shown without a match
     */
    PaletteView(PalettePresenter presenter, String prompt, String nothing) {
        this.presenter = presenter;
        getStyleClass().addAll("large-sheet", "palette");
        setId("palette");
        setMaxHeight(Region.USE_PREF_SIZE);
        query.setId("palette-query");
        query.setPromptText(prompt);
        query.setAccessibleText(prompt);
        query.textProperty().bindBidirectional(presenter.queryProperty());
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        list = new ListView<>(presenter.rows());
        list.getStyleClass().add("palette-list");
        list.setFocusTraversable(false);
        list.setAccessibleText(Texts.text("palette.found"));
        Label none = Widgets.label(nothing, "muted");
        list.setPlaceholder(none);
        list.setCellFactory(view -> new Cell());
        presenter.chosenProperty().addListener((property, before, now) -> choose(now.intValue()));
        choose(presenter.chosenProperty().get());
        getChildren().setAll(query, list);
    }

    @Override
    public void requestFocus() {
        query.requestFocus();
    }

    private void choose(int row) {
        if (row >= 0) {
            list.getSelectionModel().clearAndSelect(row);
            list.scrollTo(Math.max(0, row - PAGE / 2));
        }
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case UP -> presenter.onMove(-1);
            case DOWN -> presenter.onMove(1);
            case PAGE_UP -> presenter.onPage(-PAGE);
            case PAGE_DOWN -> presenter.onPage(PAGE);
            case ENTER -> presenter.onAccept();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private final class Cell extends ListCell<PalettePresenter.Entry> {
        private final FontIcon icon = Glyph.SESSIONS.node("palette-icon");
        private final Label title = Widgets.label("", "palette-title");
        private final PathLabel detail = new PathLabel("meta", "palette-detail");
        private final Label keys = Widgets.label("", "key-hint");
        private final HBox row;

        Cell() {
            getStyleClass().setAll("palette-cell");
            keys.setMinWidth(Region.USE_PREF_SIZE);
            VBox words = new VBox(title, detail);
            words.setMinWidth(0);
            words.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(words, Priority.ALWAYS);
            row = new HBox(icon, words, keys);
            row.getStyleClass().add("palette-row");
            row.setAlignment(Pos.CENTER_LEFT);
            setPrefWidth(0);
            setAccessibleRole(AccessibleRole.LIST_ITEM);
            setOnMouseClicked(event -> {
                if (getItem() != null) {
                    presenter.onAccept(getItem());
                }
            });
        }

        @Override
        protected void updateItem(PalettePresenter.Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            title.setText(entry.title());
            detail.show(entry.detail());
            detail.setVisible(!entry.detail().isEmpty());
            detail.setManaged(detail.isVisible());
            keys.setText(entry.keys());
            keys.setVisible(!entry.keys().isEmpty());
            keys.setManaged(keys.isVisible());
            glyph(entry.kind()).showIn(icon);
            icon.getStyleClass().remove("palette-waiting");
            if (entry.kind() == PalettePresenter.Kind.WAITING) {
                icon.getStyleClass().add("palette-waiting");
            }
            setAccessibleText(entry.detail().isEmpty() ? entry.title() : entry.title() + ", " + entry.detail());
            setGraphic(row);
        }
    }

    private static Glyph glyph(PalettePresenter.Kind kind) {
        return switch (kind) {
            case WAITING -> Glyph.WAITING;
            case SESSION -> Glyph.SESSIONS;
            case ACTION -> Glyph.MOVE;
            case SETTING -> Glyph.SETTINGS;
        };
    }
}

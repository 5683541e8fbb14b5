package dev.pilothouse.ui.viewer;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.SheetForm;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.geometry.Insets;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The sheet with the files of a session's directory: a filter and the tree. Confined to the FX thread; lives until it is
 * closed.
 */
public final class FileTreeSheet extends VBox {
    private static final int LONGEST_FILTER = 200;
    private static final double INDENT = 18;
    /** Deeper folders are not indented further. */
    private static final int DEEPEST = 10;

    private final FileTreePresenter presenter;
    private final TextField filter = NonBlinkingCaret.install(new TextField());
    private final ListView<FileTreePresenter.Row> list;

    /** @param close closes the sheet */
    public FileTreeSheet(FileTreePresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().addAll("large-sheet", "folders");
        setId("files");
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(Texts.text("files.title"));
        filter.setId("files-filter");
        filter.setPromptText(Texts.text("files.filter"));
        filter.setAccessibleText(Texts.text("files.filter"));
        Sheets.bound(filter, LONGEST_FILTER);
        filter.textProperty().bindBidirectional(presenter.filterProperty());
        filter.addEventHandler(KeyEvent.KEY_PRESSED, this::onFilterKey);
        Label problem = Widgets.wrapped("", "problem");
        problem.setId("files-problem");
        problem.textProperty().bind(presenter.problemProperty());
        problem.visibleProperty().bind(presenter.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        list = new ListView<>(presenter.rows());
        list.setId("files-list");
        list.setAccessibleText(Texts.text("files.title"));
        list.getStyleClass().add("palette-list");
        list.setMinHeight(64);
        list.setCellFactory(view -> new Cell());
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::onListKey);
        VBox.setVgrow(list, Priority.ALWAYS);
        Label nothing = Widgets.wrapped("", "muted");
        list.setPlaceholder(nothing);
        Runnable fill = () -> nothing.setText(presenter.nothing());
        presenter.loadingProperty().addListener((property, before, now) -> fill.run());
        presenter.filterProperty().addListener((property, before, now) -> fill.run());
        fill.run();
        Button again = Widgets.button(Texts.text("viewer.reload"), "plain-button", presenter::onReload);
        again.setId("files-reload");
        again.setMinWidth(Region.USE_PREF_SIZE);
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setMinWidth(Region.USE_PREF_SIZE);
        getChildren()
                .setAll(
                        Widgets.label(Texts.text("files.title"), "screen-title"),
                        filter,
                        problem,
                        list,
                        Widgets.rightRow("sheet-buttons", again, done));
    }

    @Override
    public void requestFocus() {
        boolean phone = SheetForm.isOnPhone(this);
        setFocusTraversable(phone);
        if (phone) {
            // With the focus in a field, the on-screen keyboard would cover the list.
            super.requestFocus();
        } else {
            filter.requestFocus();
        }
    }

    private void onFilterKey(KeyEvent event) {
        if (presenter.rows().isEmpty()) {
            return;
        }
        if (event.getCode() == KeyCode.DOWN) {
            list.getSelectionModel().select(0);
            list.requestFocus();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && !filter.getText().isBlank()) {
            presenter.onRow(presenter.rows().get(0));
            event.consume();
        }
    }

    private void onListKey(KeyEvent event) {
        FileTreePresenter.Row row = list.getSelectionModel().getSelectedItem();
        if (row == null) {
            return;
        }
        int at = list.getSelectionModel().getSelectedIndex();
        switch (event.getCode()) {
            case ENTER, SPACE -> presenter.onRow(row);
            case RIGHT -> presenter.onOpen(row);
            case LEFT -> presenter.onClose(row);
            default -> {
                return;
            }
        }
        list.getSelectionModel().clearAndSelect(Math.min(at, presenter.rows().size() - 1));
        event.consume();
    }

    private final class Cell extends ListCell<FileTreePresenter.Row> {
        private final FontIcon arrow = Glyph.EXPAND.node("palette-icon");
        private final FontIcon icon = Glyph.FOLDER.node("palette-icon");
        private final PathLabel name = new PathLabel("palette-title");
        private final HBox row;

        Cell() {
            getStyleClass().setAll("palette-cell");
            HBox.setHgrow(name, Priority.ALWAYS);
            row = Widgets.row("palette-row", arrow, icon, name);
            setPrefWidth(0);
            setAccessibleRole(AccessibleRole.LIST_ITEM);
            setOnMouseClicked(event -> {
                if (getItem() != null) {
                    presenter.onRow(getItem());
                }
            });
        }

        @Override
        protected void updateItem(FileTreePresenter.@Nullable Row item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            boolean filtered = !presenter.filterProperty().get().isBlank();
            arrow.setVisible(item.directory() && !filtered);
            arrow.setManaged(!filtered);
            (item.open() ? Glyph.COLLAPSE : Glyph.EXPAND).showIn(arrow);
            (item.directory() ? Glyph.FOLDER : item.link() ? Glyph.LINK : Glyph.READ).showIn(icon);
            name.showPath(item.name());
            name.getStyleClass().setAll("label", "palette-title");
            if (item.ignored()) {
                name.getStyleClass().add("file-ignored");
            }
            row.setPadding(new Insets(4, 12, 4, 12 + INDENT * Math.min(DEEPEST, item.depth())));
            String key = item.directory()
                    ? item.open() ? "files.folderOpen" : "files.folderClosed"
                    : item.ignored() ? "files.ignored" : "files.file";
            setAccessibleText(Texts.text(key, item.name()));
            setGraphic(row);
        }
    }
}

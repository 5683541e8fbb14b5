package dev.pilothouse.ui.folder;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.SheetForm;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The sheet that walks the folders of a host: a filter, the path and the list. The filter comes first, since the sheet
 * gives it the focus, and Tab begins again there. Confined to the FX thread; lives until
 * it is closed.
 */
final class FolderSheet extends VBox {
    private static final int PAGE = 8;
    /** The folders of the path that are named. The one above them is behind an ellipsis. */
    private static final int CRUMBS = 3;
    /** The width of a short name and its separator, which a thumb can press. */
    private static final int CRUMB_WIDTH = 58;

    private final FolderPresenter presenter;
    private final TextField filter = NonBlinkingCaret.install(new TextField());
    private final ListView<FolderPresenter.Row> list;
    private final HBox crumbs = Widgets.row("folder-crumbs");
    private final Button up;
    private int named = CRUMBS;

    /** @param cancel closes the sheet */
    FolderSheet(FolderPresenter presenter, Runnable cancel) {
        this.presenter = presenter;
        getStyleClass().addAll("large-sheet", "folders");
        setId("folders");
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(Texts.text("folders.title"));

        Button home = Widgets.iconButton(Glyph.HOME.node(), Texts.text("folders.home"), presenter::onHome);
        home.setId("folders-home");
        up = Widgets.iconButton(Glyph.UP.node(), Texts.text("folders.parent"), presenter::onParent);
        up.setId("folders-up");
        crumbs.setMinWidth(0);
        crumbs.widthProperty().addListener((property, before, now) -> fitPath(now.doubleValue()));
        HBox.setHgrow(crumbs, Priority.ALWAYS);
        ToggleButton hidden = new ToggleButton(null, Glyph.HIDDEN.node());
        hidden.setId("folders-hidden");
        hidden.getStyleClass().setAll("icon-button", "folder-hidden");
        hidden.setAccessibleText(Texts.text("folders.hidden"));
        Widgets.hint(hidden, Texts.text("folders.hidden"));
        hidden.selectedProperty().bindBidirectional(presenter.hiddenProperty());
        HBox way = Widgets.row("folder-path", home, up, crumbs, hidden);

        filter.setId("folders-filter");
        filter.setPromptText(Texts.text("folders.filter"));
        filter.setAccessibleText(Texts.text("folders.filter"));
        filter.textProperty().bindBidirectional(presenter.filterProperty());
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);

        Label problem = Widgets.wrapped("", "problem");
        problem.setId("folders-problem");
        problem.textProperty().bind(presenter.problemProperty());
        problem.visibleProperty().bind(presenter.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());

        list = new ListView<>(presenter.rows());
        list.setId("folders-list");
        list.getStyleClass().add("palette-list");
        list.setFocusTraversable(false);
        list.setMinHeight(64);
        list.setCellFactory(view -> new Cell());
        VBox.setVgrow(list, Priority.ALWAYS);
        Label nothing = Widgets.label("", "muted");
        nothing.setWrapText(true);
        list.setPlaceholder(nothing);
        presenter.selectedProperty().addListener((property, before, now) -> select(now.intValue()));

        Button back = Widgets.button(Texts.text("action.cancel"), "plain-button", cancel);
        back.setMinWidth(Region.USE_PREF_SIZE);
        Button use = Widgets.button(Texts.text("folders.use"), "primary-button", presenter::onUse);
        use.setId("folders-use");
        use.setMinWidth(Region.USE_PREF_SIZE);
        use.disableProperty().bind(presenter.pathProperty().isEmpty().or(presenter.loadingProperty()));
        // Large text in a long language needs two lines on a phone.
        FlowPane buttons = new FlowPane(8, 8, back, use);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.setMinWidth(0);

        Runnable fill = () -> {
            nothing.setText(presenter.nothing());
            showPath();
        };
        presenter.pathProperty().addListener((property, before, now) -> fill.run());
        presenter.loadingProperty().addListener((property, before, now) -> fill.run());
        presenter.filterProperty().addListener((property, before, now) -> fill.run());
        fill.run();
        getChildren()
                .setAll(
                        Widgets.label(Texts.text("folders.title"), "screen-title"),
                        filter,
                        way,
                        problem,
                        list,
                        buttons);
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

    /** Large text in a narrow window has no room for several names. */
    private void fitPath(double width) {
        // The folder above the named ones needs room as well, except that one name stands alone.
        int fitting = Math.max(1, Math.min(CRUMBS, (int) (width / CRUMB_WIDTH) - 1));
        if (fitting != named) {
            named = fitting;
            showPath();
        }
    }

    private void showPath() {
        List<FolderPath.Step> steps = presenter.steps();
        up.setDisable(!presenter.hasParent());
        list.setAccessibleText(
                Texts.text("folders.list", presenter.pathProperty().get()));
        crumbs.getChildren().clear();
        int first = Math.max(0, steps.size() - named);
        if (first > 0 && named > 1) {
            crumbs.getChildren().add(crumb("\u2026", steps.get(first - 1).path(), false));
        }
        for (FolderPath.Step step : steps.subList(first, steps.size())) {
            boolean here = step == steps.get(steps.size() - 1);
            if (crumbs.getChildren().size() > 0) {
                Label slash = Widgets.label("\u203a", "meta");
                slash.setMinWidth(Region.USE_PREF_SIZE);
                crumbs.getChildren().add(slash);
            }
            crumbs.getChildren().add(crumb(step.name(), step.path(), here));
        }
    }

    private Button crumb(String name, String path, boolean here) {
        Button crumb = Widgets.button(name, "folder-crumb", () -> {
            presenter.open(path);
            requestFocus();
        });
        crumb.getStyleClass().add(here ? "folder-crumb-here" : "folder-crumb-above");
        crumb.setAccessibleText(Texts.text("folders.open", path));
        Widgets.hint(crumb, path);
        crumb.setMinWidth(0);
        return crumb;
    }

    private void select(int row) {
        if (row < 0) {
            list.getSelectionModel().clearSelection();
        } else {
            list.getSelectionModel().clearAndSelect(row);
            list.scrollTo(Math.max(0, row - PAGE / 2));
        }
    }

    private void onKey(KeyEvent event) {
        boolean inFilter = event.getTarget() == filter;
        if (event.getCode() == KeyCode.UP && event.isAltDown()) {
            presenter.onParent();
        } else if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            presenter.onUse();
        } else if (!inFilter) {
            return;
        } else {
            switch (event.getCode()) {
                case UP -> presenter.onMove(-1);
                case DOWN -> presenter.onMove(1);
                case PAGE_UP -> presenter.onMove(-PAGE);
                case PAGE_DOWN -> presenter.onMove(PAGE);
                case ENTER -> presenter.onEnter();
                case BACK_SPACE -> {
                    if (!filter.getText().isEmpty()) {
                        return;
                    }
                    presenter.onParent();
                }
                default -> {
                    return;
                }
            }
        }
        event.consume();
    }

    private final class Cell extends ListCell<FolderPresenter.Row> {
        private final FontIcon icon = Glyph.FOLDER.node("palette-icon");
        private final Label name = Widgets.label("", "palette-title");
        private final PathLabel path = new PathLabel("meta", "palette-detail");
        private final Label repository = Widgets.label("git", "folder-git");
        private final HBox row;

        Cell() {
            getStyleClass().setAll("palette-cell");
            repository.setMinWidth(Region.USE_PREF_SIZE);
            VBox words = new VBox(name, path);
            words.setMinWidth(0);
            words.getStyleClass().add("folder-words");
            HBox.setHgrow(words, Priority.ALWAYS);
            row = Widgets.row("palette-row", icon, words, repository);
            setPrefWidth(0);
            setAccessibleRole(AccessibleRole.LIST_ITEM);
            setOnMouseClicked(event -> {
                if (getItem() != null) {
                    presenter.onRow(getItem());
                }
            });
        }

        @Override
        protected void updateItem(FolderPresenter.Row item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            (item.recent() ? Glyph.PENDING : Glyph.FOLDER).showIn(icon);
            name.setText(item.name());
            path.show(item.recent() ? PathText.home(item.path()) : "");
            path.setVisible(item.recent());
            path.setManaged(item.recent());
            repository.setVisible(item.repository());
            repository.setManaged(item.repository());
            String spoken = item.recent()
                    ? Texts.text("folders.recent", item.path())
                    : item.repository() ? Texts.text("folders.repository", item.name()) : item.name();
            setAccessibleText(spoken);
            setGraphic(row);
        }
    }
}

package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.changes.ChangesPresenter.FileState;
import dev.pilothouse.ui.changes.PictureReader.Pictures;
import dev.pilothouse.ui.diff.DiffLineActions;
import dev.pilothouse.ui.diff.DiffLines;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The differences of the chosen file, with a bar of actions below. Only pieces in view have nodes, and the next page is
 * loaded when its place comes into view.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as its sheet.
 */
final class FileDiffPane extends VBox {
    private static final double EDGES = 20;
    /** Side by side needs more room. */
    private static final double BOTH_FROM = 640;

    private final ChangesPresenter presenter;
    private final RejectPresenter rejects;
    private final DiffLineActions actions;
    private final DiffLineActions.LinesView linesView = new ShownLines();
    private final PathLabel path = new PathLabel("changes-path");
    private final Label notes = Widgets.wrapped("", "muted");
    private final ListView<Integer> pieces = new ListView<>();
    private final PicturePane pictures = new PicturePane();
    private final VBox message = Widgets.column("changes-message");
    private final StackPane content = new StackPane();
    private final ToggleButton sides = new ToggleButton(Texts.text("diff.sideBySide"));
    private final CheckBox viewed = new CheckBox(Texts.text("changes.viewed"));
    private final Button fileMenu = Widgets.iconButton(Glyph.MORE.node(), Texts.text("changes.fileMenu"));
    private final Button back;
    private final HBox bar;

    FileDiffPane(ChangesPresenter presenter, RejectPresenter rejects, DiffLineActions actions) {
        this.presenter = presenter;
        this.rejects = rejects;
        this.actions = actions;
        getStyleClass().add("changes-file");
        back = Widgets.iconButton(Glyph.BACK.node(), Texts.text("changes.back"), presenter::onClose);
        back.setId("changes-back");
        fileMenu.setId("changes-file-menu");
        fileMenu.setOnAction(event -> openMenu(fileMenu, null));
        fileMenu.managedProperty().bind(fileMenu.visibleProperty());
        sides.setId("changes-sides");
        sides.getStyleClass().setAll("quiet-button", "changes-toggle");
        sides.setMinWidth(USE_PREF_SIZE);
        sides.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> getWidth() > BOTH_FROM
                                && !presenter.fileProperty().get().pieces().isEmpty(),
                        widthProperty(),
                        presenter.fileProperty()));
        sides.managedProperty().bind(sides.visibleProperty());
        sides.setSelected(presenter.isBetween());
        sides.selectedProperty().addListener((property, before, now) -> pieces.refresh());
        widthProperty().greaterThan(BOTH_FROM).addListener((property, before, now) -> pieces.refresh());
        HBox head = Widgets.row("changes-file-head", back, path, Widgets.spacer(), sides, fileMenu);
        pieces.setId("changes-diff");
        pieces.getStyleClass().add("changes-diff");
        pieces.setCellFactory(view -> new Cell());
        pieces.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        VBox.setVgrow(content, Priority.ALWAYS);
        viewed.setId("changes-viewed");
        viewed.setMnemonicParsing(false);
        viewed.setMinWidth(USE_PREF_SIZE);
        viewed.setOnAction(event -> {
            ChangedFile file = presenter.fileProperty().get().file();
            if (file != null) {
                presenter.onViewed(file, viewed.isSelected());
            }
        });
        bar = Widgets.row(
                "changes-bar",
                action("changes-previous-change", Glyph.UP, "changes.previousChange", () -> step(-1)),
                action("changes-next-change", Glyph.DOWN, "changes.nextChange", () -> step(1)),
                Widgets.spacer(),
                viewed,
                Widgets.spacer(),
                action("changes-previous-file", Glyph.BACK, "changes.previousFile", () -> presenter.onStep(-1)),
                action("changes-next-file", Glyph.MOVE, "changes.nextFile", () -> presenter.onStep(1)));
        bar.setAlignment(Pos.CENTER_LEFT);
        viewed.setVisible(!presenter.isBetween());
        notes.setId("changes-notes");
        notes.managedProperty().bind(notes.visibleProperty());
        getChildren().setAll(head, notes, content, bar);
        presenter.fileProperty().addListener((property, before, now) -> draw(before, now));
        presenter.pictures().picturesProperty().addListener((property, before, now) -> {
            if (isPictureShown()) {
                draw(presenter.fileProperty().get(), presenter.fileProperty().get());
            }
        });
        presenter.listProperty().addListener((property, before, now) -> {
            if (presenter.fileProperty().get().file() == null) {
                draw(FileState.nothing(), FileState.nothing());
            }
            drawTick();
        });
        draw(FileState.nothing(), presenter.fileProperty().get());
    }

    /** @param hunk null for the whole file */
    private void openMenu(Button button, @Nullable HunkMark hunk) {
        ChangedFile file = presenter.fileProperty().get().file();
        if (file == null) {
            return;
        }
        boolean all = hunk == null;
        ContextMenu menu = new ContextMenu();
        if (rejects.mayStage()) {
            menu.getItems()
                    .add(item(
                            all ? "changes.stageFile" : "changes.stageHunk", () -> rejects.onStage(file, hunk, true)));
            menu.getItems()
                    .add(item(
                            all ? "changes.unstageFile" : "changes.unstageHunk",
                            () -> rejects.onStage(file, hunk, false)));
        }
        menu.getItems()
                .add(item(all ? "changes.rejectFile" : "changes.rejectHunk", () -> rejects.onReject(file, hunk)));
        menu.show(button, Side.BOTTOM, 0, 0);
    }

    private static MenuItem item(String key, Runnable run) {
        MenuItem item = Widgets.menuItem(Texts.text(key), run);
        item.setId(key.replace('.', '-'));
        item.setMnemonicParsing(false);
        return item;
    }

    private static Button action(String id, Glyph glyph, String text, Runnable run) {
        Button button = Widgets.iconButton(glyph.node(), Texts.text(text), run);
        button.setId(id);
        return button;
    }

    /** Shows the way back to the list. */
    void setNarrow(boolean narrow) {
        back.setVisible(narrow);
        back.setManaged(narrow);
    }

    /** Leaves a text field below a line. @return whether one had the focus */
    boolean leaveText() {
        boolean inText =
                getScene() != null && getScene().getFocusOwner() instanceof TextInputControl field && isWithin(field);
        if (inText) {
            actions.onTextLeft();
            pieces.requestFocus();
        }
        return inText;
    }

    private boolean isWithin(Node inner) {
        Node node = inner;
        while (node != null && node != this) {
            node = node.getParent();
        }
        return node == this;
    }

    /** Scrolls to the next change, or to the one before. */
    void step(int places) {
        List<Integer> hunks = presenter.fileProperty().get().hunks();
        int top = top();
        if (places > 0) {
            hunks.stream().filter(at -> at > top).findFirst().ifPresent(pieces::scrollTo);
        } else {
            hunks.stream()
                    .filter(at -> at < top)
                    .reduce((first, second) -> second)
                    .ifPresent(pieces::scrollTo);
        }
    }

    private int top() {
        return pieces.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getFirstVisibleCell() != null
                ? flow.getFirstVisibleCell().getIndex()
                : 0;
    }

    /** Keys of the lines themselves; a text field below a line has its own. */
    private void onKey(KeyEvent event) {
        List<List<DiffRow>> loaded = presenter.fileProperty().get().pieces();
        int top = top();
        if (event.getTarget() == pieces && top < loaded.size()) {
            loaded.get(top).stream()
                    .filter(row -> row.kind() != DiffRow.Kind.GAP)
                    .findFirst()
                    .ifPresent(row -> actions.onKey(event, row));
        }
    }

    private void draw(FileState before, FileState now) {
        ChangedFile file = now.file();
        actions.onShown(
                file == null ? "" : file.path(),
                file == null ? "" : file.content(),
                now.pieces().stream().flatMap(List::stream).toList(),
                linesView);
        bar.setVisible(file != null);
        fileMenu.setVisible(file != null && rejects.isOffered());
        path.showPath(file == null ? "" : file.path());
        pieces.setAccessibleText(file == null ? "" : Texts.text("changes.of", file.path()));
        notes.setText(String.join("\n", now.notes()));
        notes.setVisible(!now.notes().isEmpty());
        drawTick();
        if (file == null) {
            say(presenter.files().isEmpty() ? "" : Texts.text("changes.choose"));
        } else if (now.binary() && isPictureShown()) {
            pictures.show(presenter.pictures().picturesProperty().get());
            show(pictures);
        } else if (now.binary()) {
            say(Texts.text(
                    file.isContentSame()
                            ? "changes.sameContent"
                            : isPicture(file.path()) ? "changes.picture" : "changes.binary"));
        } else if (now.folded()) {
            Button unfold = Widgets.button(Texts.text("changes.unfold"), "quiet-button", presenter::onUnfold);
            unfold.setId("changes-unfold");
            say(Texts.text("changes.generated"), unfold);
        } else if (!now.problem().isEmpty()) {
            Button retry =
                    Widgets.button(Texts.text("changes.retry"), "primary-button", () -> presenter.onChoose(file));
            say(now.problem(), retry);
        } else if (now.pieces().isEmpty()) {
            say(Texts.text(
                    now.loading()
                            ? "changes.loading"
                            : file.isContentSame() ? "changes.sameContent" : "changes.noLines"));
        } else {
            int count = now.pieces().size() + (now.more() ? 1 : 0);
            boolean same = before.file() == file && pieces.getItems().size() <= count;
            if (!same) {
                pieces.getItems().clear();
            }
            while (pieces.getItems().size() < count) {
                pieces.getItems().add(pieces.getItems().size());
            }
            if (!same) {
                pieces.scrollTo(0);
            } else if (before.pieces().size() != now.pieces().size()
                    || !before.colours().equals(now.colours())) {
                pieces.refresh();
            }
            show(pieces);
        }
    }

    private boolean isPictureShown() {
        Pictures now = presenter.pictures().picturesProperty().get();
        return now.before().isThere() || now.after().isThere();
    }

    private static boolean isPicture(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return List.of(".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".svg").stream()
                .anyMatch(name::endsWith);
    }

    private void drawTick() {
        ChangedFile file = presenter.fileProperty().get().file();
        viewed.setSelected(file != null && presenter.isViewed(file));
    }

    private void say(String text, Node... more) {
        message.getChildren().setAll(Widgets.wrapped(text, "muted"));
        message.getChildren().addAll(more);
        show(message);
    }

    private void show(Node shown) {
        if (content.getChildren().size() != 1 || content.getChildren().get(0) != shown) {
            content.getChildren().setAll(shown);
        }
    }

    @Override
    public void requestFocus() {
        pieces.requestFocus();
    }

    /** The lines, for what is added to them. */
    private final class ShownLines implements DiffLineActions.LinesView {
        @Override
        public void redraw() {
            pieces.refresh();
        }

        @Override
        public void reveal(DiffRow row) {
            List<List<DiffRow>> loaded = presenter.fileProperty().get().pieces();
            for (int i = 0; i < loaded.size(); i++) {
                if (loaded.get(i).contains(row)) {
                    if (!isInView(i)) {
                        pieces.scrollTo(i);
                    }
                    return;
                }
            }
        }

        @Override
        public boolean loadMore() {
            presenter.onMoreShown();
            return presenter.fileProperty().get().more();
        }

        @Override
        public void focus() {
            pieces.requestFocus();
        }

        private boolean isInView(int piece) {
            return pieces.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
                    && flow.getFirstVisibleCell() != null
                    && flow.getFirstVisibleCell().getIndex() <= piece
                    && flow.getLastVisibleCell().getIndex() >= piece;
        }
    }

    /** A piece of the diff, or the place of what is not loaded yet. */
    private final class Cell extends ListCell<Integer> {
        private final DiffLines lines = new DiffLines(actions);
        private final Label loading = Widgets.label(Texts.text("changes.loading"), "muted");
        private final Label place = Widgets.label("", "meta");
        private final Button menu = Widgets.iconButton(Glyph.MORE.node(), Texts.text("changes.hunkMenu", 1));
        private final HBox head = Widgets.row("changes-hunk", place, menu);
        private final VBox withMenu = new VBox();

        Cell() {
            getStyleClass().setAll("changes-piece");
            // A cell asks for its height without a width, so the lines need one to break at.
            lines.prefWidthProperty().bind(pieces.widthProperty().subtract(EDGES));
        }

        @Override
        protected void updateItem(@Nullable Integer at, boolean empty) {
            super.updateItem(at, empty);
            if (empty || at == null) {
                setGraphic(null);
                return;
            }
            List<List<DiffRow>> loaded = presenter.fileProperty().get().pieces();
            if (at < loaded.size()) {
                lines.show(
                        loaded.get(at),
                        sides.isSelected() && sides.isVisible(),
                        presenter.fileProperty().get().colours());
                int hunk = presenter.fileProperty().get().hunks().indexOf(at);
                List<HunkMark> marks = presenter.hunkMarks();
                if (hunk >= 0 && hunk < marks.size() && rejects.isOffered()) {
                    HunkMark mark = marks.get(hunk);
                    menu.setAccessibleText(Texts.text("changes.hunkMenu", hunk + 1));
                    menu.setOnAction(event -> openMenu(menu, mark));
                    place.setText(Texts.text("changes.hunk", hunk + 1));
                    withMenu.getChildren().setAll(head, lines);
                    setGraphic(withMenu);
                } else {
                    withMenu.getChildren().clear();
                    setGraphic(lines);
                }
            } else {
                setGraphic(loading);
                presenter.onMoreShown();
            }
        }
    }
}

package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.changes.ChangesPresenter.FileState;
import dev.pilothouse.ui.changes.PictureReader.Pictures;
import dev.pilothouse.ui.diff.ArrangedLines;
import dev.pilothouse.ui.diff.ArrangedLines.Line;
import dev.pilothouse.ui.diff.DiffLineActions;
import dev.pilothouse.ui.diff.DiffLines;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
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
 * The differences of the chosen file, with a bar of actions below. Only lines in view have nodes, and the next page is
 * loaded when its place comes into view.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as its sheet.
 */
final class FileDiffPane extends VBox {
    private static final double EDGES = 20;
    /** An arrow key scrolls by so much, about two lines. */
    private static final double LINE = 40;
    /** Side by side needs more room. */
    private static final double BOTH_FROM = 640;

    private final ChangesPresenter presenter;
    private final RejectPresenter rejects;
    private final DiffLineActions actions;
    private final DiffLineActions.LinesView linesView = new ShownLines();
    private final PathLabel path = new PathLabel("changes-path");
    private final Label notes = Widgets.wrapped("", "muted");
    private final ListView<Line> list = new ListView<>();
    private final List<Cell> cells = new ArrayList<>();
    /** The last item while rows are not loaded yet. */
    private final Line more = ArrangedLines.none();
    /** For the first line of each hunk, the number of the hunk from 0 on. */
    private final Map<Line, Integer> hunks = new IdentityHashMap<>();
    /** The state whose lines are listed; null while something else is shown. */
    private @Nullable FileState listed;
    /** The width of its line numbers. */
    private int digits;
    /** A row that is to be in view when its lines are listed. */
    private @Nullable DiffRow wanted;

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
        sides.selectedProperty().addListener((property, before, now) -> rearrange());
        sides.visibleProperty().addListener((property, before, now) -> rearrange());
        HBox head = Widgets.row("changes-file-head", back, path, Widgets.spacer(), sides, fileMenu);
        list.setId("changes-diff");
        list.getStyleClass().add("changes-diff");
        list.setCellFactory(view -> new Cell());
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
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
            list.requestFocus();
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
        IntPredicate begins = at -> hunks.containsKey(list.getItems().get(at));
        int top = top();
        OptionalInt to = places > 0
                ? IntStream.range(top + 1, list.getItems().size())
                        .filter(begins)
                        .findFirst()
                : IntStream.range(0, top).filter(begins).max();
        to.ifPresent(list::scrollTo);
    }

    private int top() {
        return list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getFirstVisibleCell() != null
                ? flow.getFirstVisibleCell().getIndex()
                : 0;
    }

    /** Keys of the lines themselves; a text field below a line has its own. */
    private void onKey(KeyEvent event) {
        if (event.getTarget() == list && listed != null && !scroll(event)) {
            list.getItems().stream()
                    .skip(top())
                    .flatMap(line -> line.rows().stream())
                    .filter(row -> row.kind() != DiffRow.Kind.GAP)
                    .findFirst()
                    .ifPresent(row -> actions.onKey(event, row));
        }
    }

    /** Scrolls by the keys that would move an invisible selection. @return whether it was one of them */
    private boolean scroll(KeyEvent event) {
        if (event.isShiftDown() || event.isShortcutDown() || event.isAltDown()) {
            return false;
        }
        double page = list.getHeight() - LINE;
        double by = switch (event.getCode()) {
            case UP -> -LINE;
            case DOWN -> LINE;
            case PAGE_UP -> -page;
            case PAGE_DOWN -> page;
            default -> 0;
        };
        if (by != 0 && list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            flow.scrollPixels(by);
            event.consume();
        }
        return by != 0;
    }

    private boolean isSideBySide() {
        return sides.isSelected() && sides.isVisible();
    }

    /** Unified lines come in place of those side by side, or the other way. The row at the top stays there. */
    private void rearrange() {
        FileState shown = presenter.fileProperty().get();
        // The buttons change before the lines of another file are listed.
        if (shown != listed || top() >= list.getItems().size()) {
            return;
        }
        List<DiffRow> top = list.getItems().get(top()).rows();
        showLines(shown);
        top.stream().findFirst().ifPresent(row -> indexOf(row).ifPresent(list::scrollTo));
    }

    /** Lists the lines of a file. Those that are listed already stay. @return whether the first one stays */
    private boolean showLines(FileState now) {
        List<List<DiffRow>> blocks = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < now.pieces().size(); i++) {
            int number = now.hunks().indexOf(i);
            if (blocks.isEmpty() || number >= 0) {
                blocks.add(new ArrayList<>());
                numbers.add(number);
            }
            blocks.get(blocks.size() - 1).addAll(now.pieces().get(i));
        }
        List<Line> lines = new ArrayList<>(ArrangedLines.of(blocks, isSideBySide()));
        if (now.more()) {
            lines.add(more);
        }
        digits = ArrangedLines.digits(blocks);
        ObservableList<Line> shown = list.getItems();
        int same = 0;
        while (same < lines.size() && same < shown.size() && lines.get(same).isSame(shown.get(same))) {
            lines.set(same, shown.get(same));
            same++;
        }
        hunks.clear();
        int next = 0;
        for (Line line : lines) {
            if (next < blocks.size() && line.draws(blocks.get(next).get(0))) {
                hunks.put(line, numbers.get(next++));
            }
        }
        if (same == 0) {
            shown.setAll(lines);
        } else if (same < Math.max(lines.size(), shown.size())) {
            shown.remove(same, shown.size());
            shown.addAll(lines.subList(same, lines.size()));
        }
        return same > 0;
    }

    private OptionalInt indexOf(DiffRow row) {
        List<Line> lines = list.getItems();
        return IntStream.range(0, lines.size())
                .filter(at -> lines.get(at).rows().contains(row))
                .findFirst();
    }

    private void draw(FileState before, FileState now) {
        ChangedFile file = now.file();
        listed = null;
        wanted = null;
        actions.onShown(
                file == null ? "" : file.path(),
                file == null ? "" : file.content(),
                now.pieces().stream().flatMap(List::stream).toList(),
                linesView);
        bar.setVisible(file != null);
        fileMenu.setVisible(file != null && rejects.isOffered());
        path.showPath(file == null ? "" : file.path());
        list.setAccessibleText(file == null ? "" : Texts.text("changes.of", file.path()));
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
            boolean stays = showLines(now);
            listed = now;
            if (!stays) {
                list.scrollTo(0);
            } else if (before.pieces().size() != now.pieces().size()
                    || !before.colours().equals(now.colours())) {
                redraw();
            }
            show(list);
            if (wanted != null) {
                linesView.reveal(wanted);
            }
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

    /** Shows the lines or something else. The lines stay in the scene, because they would need all their styles again. */
    private void show(Node shown) {
        List<Node> nodes = content.getChildren();
        if (nodes.isEmpty()) {
            nodes.add(list);
        }
        list.setVisible(shown == list);
        if (nodes.size() > 1 && nodes.get(1) != shown) {
            nodes.remove(1);
        }
        if (shown != list && nodes.size() == 1) {
            nodes.add(shown);
        }
    }

    @Override
    public void requestFocus() {
        list.requestFocus();
    }

    /** The lines, for what is added to them. */
    private final class ShownLines implements DiffLineActions.LinesView {
        @Override
        public void redraw() {
            FileDiffPane.this.redraw();
        }

        @Override
        public void reveal(DiffRow row) {
            if (listed == null) {
                wanted = row;
                return;
            }
            indexOf(row).ifPresent(at -> {
                if (!isInView(at)) {
                    list.scrollTo(at);
                }
            });
        }

        @Override
        public boolean loadMore() {
            presenter.onMoreShown();
            FileState now = presenter.fileProperty().get();
            return now.more() || now.loading();
        }

        @Override
        public void focus() {
            list.requestFocus();
        }

        private boolean isInView(int line) {
            return list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
                    && flow.getFirstVisibleCell() != null
                    && flow.getFirstVisibleCell().getIndex() <= line
                    && flow.getLastVisibleCell().getIndex() >= line;
        }
    }

    /** Draws the lines in view again. */
    private void redraw() {
        cells.forEach(Cell::draw);
    }

    /** A line of the diff, or the place of what is not loaded yet. Keeps its nodes for the next line. */
    private final class Cell extends ListCell<Line> {
        private final DiffLines lines = new DiffLines(actions);
        private @Nullable Label loading;
        private @Nullable HunkHead head;

        Cell() {
            getStyleClass().setAll("changes-piece");
            // A cell asks for its height without a width, so the lines need one to break at.
            lines.prefWidthProperty().bind(list.widthProperty().subtract(EDGES));
            cells.add(this);
        }

        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            if (!empty) {
                draw();
            } else if (getIndex() >= 0) {
                setGraphic(null);
            }
            // A cell without an index waits for its next line, and may keep its nodes until then.
        }

        private void draw() {
            Line line = getItem();
            if (line == null || isEmpty()) {
                return;
            }
            if (line == more) {
                if (loading == null) {
                    loading = Widgets.label(Texts.text("changes.loading"), "muted");
                }
                setGraphic(loading);
                presenter.onMoreShown();
                return;
            }
            lines.show(List.of(line), digits, presenter.fileProperty().get().colours());
            Integer hunk = hunks.get(line);
            List<HunkMark> marks = presenter.hunkMarks();
            if (hunk != null && hunk >= 0 && hunk < marks.size() && rejects.isOffered()) {
                if (head == null) {
                    head = new HunkHead();
                }
                head.show(hunk, marks.get(hunk), lines);
                setGraphic(head);
            } else {
                if (head != null) {
                    head.getChildren().clear();
                }
                setGraphic(lines);
            }
        }
    }

    /** The first line of a hunk, below the name of the hunk and its actions. */
    private final class HunkHead extends VBox {
        private final Label place = Widgets.label("", "meta");
        private final Button menu = Widgets.iconButton(Glyph.MORE.node(), Texts.text("changes.hunkMenu", 1));
        private final HBox head = Widgets.row("changes-hunk", place, menu);

        void show(int hunk, HunkMark mark, DiffLines lines) {
            menu.setAccessibleText(Texts.text("changes.hunkMenu", hunk + 1));
            menu.setOnAction(event -> openMenu(menu, mark));
            place.setText(Texts.text("changes.hunk", hunk + 1));
            if (getChildren().isEmpty()) {
                getChildren().setAll(head, lines);
            }
        }
    }
}

package dev.pilothouse.ui.viewer;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.markdown.CodeHighlighter;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ObservableListBase;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text with their numbers. Only lines in view have nodes, and lines that are not loaded are requested when
 * they come into view.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as its sheet.
 */
final class LinesView extends StackPane {
    /** Lines that stay visible above a line that is revealed. */
    private static final int ABOVE = 5;

    private static final int AROUND = 60;
    private static final double EDGES = 44;

    private final FileViewerPresenter presenter;
    private final ListView<Integer> list = new ListView<>();
    private final Label probe = Widgets.label("0", "viewer-number");
    private final List<Cell> cells = new ArrayList<>();
    private final BooleanProperty wraps = new SimpleBooleanProperty(this, "wraps");
    private Numbers numbers = new Numbers();

    /** The numbers from 0 on, without an object for each line. */
    private static final class Numbers extends ObservableListBase<Integer> {
        private int count;

        @Override
        public Integer get(int index) {
            return index;
        }

        @Override
        public int size() {
            return count;
        }

        void grow(int now) {
            beginChange();
            int before = count;
            count = now;
            nextAdd(before, now);
            endChange();
        }
    }

    LinesView(FileViewerPresenter presenter) {
        this.presenter = presenter;
        list.setId("viewer-lines");
        list.getStyleClass().add("viewer-lines");
        list.setAccessibleText(Texts.text("viewer.linesOf", presenter.name()));
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setCellFactory(view -> new Cell());
        list.setItems(numbers);
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.C && event.isShortcutDown()) {
                copySelected();
                event.consume();
            }
        });
        MenuItem copy = Widgets.menuItem(Texts.text("viewer.copyLines"), this::copySelected);
        list.setContextMenu(new ContextMenu(copy));
        probe.setVisible(false);
        probe.setManaged(true);
        // Rows of one height need no estimates, so that the scroll bar is exact in a long file.
        list.fixedCellSizeProperty()
                .bind(probe.heightProperty()
                        .map(height -> Math.ceil(height.doubleValue()))
                        .flatMap(height -> wraps.map(wrapped -> wrapped ? Region.USE_COMPUTED_SIZE : height)));
        wraps.addListener((property, before, now) -> cells.forEach(Cell::render));
        presenter.revisionProperty().addListener((property, before, now) -> update());
        presenter.searchProperty().addListener((property, before, now) -> {
            cells.forEach(Cell::render);
            if (now.at() >= 0 && (now.at() != before.at() || !now.query().equals(before.query()))) {
                now.current().ifPresent(hit -> reveal(hit.line()));
            }
        });
        StackPane.setAlignment(probe, Pos.TOP_LEFT);
        probe.setMaxWidth(Region.USE_PREF_SIZE);
        getChildren().setAll(probe, list);
        update();
    }

    BooleanProperty wrapsProperty() {
        return wraps;
    }

    private void update() {
        int count = (int) Math.min(Integer.MAX_VALUE, presenter.lineCount());
        if (count < numbers.size()) {
            numbers = new Numbers();
            numbers.count = count;
            list.setItems(numbers);
        } else if (count > numbers.size()) {
            numbers.grow(count);
        }
        cells.forEach(Cell::render);
        if (count > 0) {
            int wanted = presenter.takeLine();
            if (wanted > 0) {
                select(wanted - 1L);
            }
        }
    }

    /** Scrolls to a line from 0, and selects it. */
    void select(long line) {
        int at = (int) Math.max(0, Math.min(numbers.size() - 1L, line));
        reveal(at);
        list.getSelectionModel().clearAndSelect(at);
    }

    private void reveal(long line) {
        list.scrollTo((int) Math.max(0, line - ABOVE));
    }

    private void copySelected() {
        List<Integer> selected = list.getSelectionModel().getSelectedIndices();
        if (!selected.isEmpty()) {
            int first = selected.stream().mapToInt(Integer::intValue).min().getAsInt();
            int last = selected.stream().mapToInt(Integer::intValue).max().getAsInt();
            presenter.onCopyLines(first, last);
        }
    }

    /** Gives the focus to the lines. */
    void focusLines() {
        list.requestFocus();
    }

    private final class Cell extends ListCell<Integer> {
        private final Label number = Widgets.label("", "viewer-number");
        private final TextFlow flow = new TextFlow();
        private final Path found = mark("text-found");
        private final Path foundNow = mark("text-found-now");
        private final HBox row = new HBox(number, flow, found, foundNow) {
            @Override
            protected void layoutChildren() {
                super.layoutChildren();
                outline();
            }
        };
        private ViewedLines.@Nullable Line drawn;

        Cell() {
            getStyleClass().setAll("viewer-cell");
            flow.getStyleClass().add("viewer-flow");
            number.setMinWidth(Region.USE_PREF_SIZE);
            number.setAlignment(Pos.TOP_RIGHT);
            HBox.setHgrow(flow, Priority.ALWAYS);
            row.setAlignment(Pos.TOP_LEFT);
            setAccessibleRole(AccessibleRole.LIST_ITEM);
            cells.add(this);
        }

        @Override
        protected void updateItem(@Nullable Integer item, boolean empty) {
            super.updateItem(item, empty);
            render();
        }

        private void render() {
            Integer item = isEmpty() ? null : getItem();
            if (item == null) {
                setGraphic(null);
                setAccessibleText(null);
                drawn = null;
                return;
            }
            int digits = Math.max(3, String.valueOf(numbers.size()).length());
            number.setText(String.format(Locale.ROOT, "%" + digits + "d", item + 1));
            if (wraps.get()) {
                flow.setMinWidth(0);
                flow.prefWidthProperty()
                        .bind(list.widthProperty()
                                .subtract(number.widthProperty())
                                .subtract(EDGES));
            } else {
                flow.prefWidthProperty().unbind();
                flow.setPrefWidth(Region.USE_COMPUTED_SIZE);
                flow.setMinWidth(Region.USE_PREF_SIZE);
            }
            Optional<ViewedLines.Line> line = presenter.line(item);
            if (line.isEmpty()) {
                flow.getChildren().clear();
                drawn = null;
                setAccessibleText(Texts.text("viewer.lineLoading", item + 1));
                presenter.onShown(Math.max(0L, item - AROUND), item + AROUND);
            } else if (line.get() != drawn) {
                drawn = line.get();
                flow.getChildren().setAll(runs(line.get()));
                setAccessibleText(Texts.text("viewer.line", item + 1, line.get().shown()));
            }
            // The outlines follow from the layout of the text.
            row.requestLayout();
            setGraphic(row);
        }

        private Path mark(String styleClass) {
            Path path = new Path();
            path.getStyleClass().setAll(styleClass);
            path.setManaged(false);
            path.setMouseTransparent(true);
            path.setStroke(null);
            return path;
        }

        /** Marks the occurrences of the searched text. */
        private void outline() {
            found.getElements().clear();
            foundNow.getElements().clear();
            Integer item = getItem();
            ViewedLines.Line line = drawn;
            if (item == null || line == null) {
                return;
            }
            FileViewerPresenter.Search search = presenter.searchProperty().get();
            for (FileViewerPresenter.Hit hit : search.in(item)) {
                if (hit.to() <= line.text().length()) {
                    Path path = search.current().filter(hit::equals).isPresent() ? foundNow : found;
                    path.getElements().addAll(flow.rangeShape(line.shownAt(hit.from()), line.shownAt(hit.to())));
                }
            }
            for (Path path : List.of(found, foundNow)) {
                path.setLayoutX(flow.getLayoutX() + flow.snappedLeftInset());
                path.setLayoutY(flow.getLayoutY() + flow.snappedTopInset());
            }
        }

        private List<Text> runs(ViewedLines.Line line) {
            List<Text> runs = new ArrayList<>();
            int at = 0;
            for (CodeHighlighter.Colour colour : line.colours()) {
                if (at < colour.from()) {
                    runs.add(run(line.shown().substring(at, colour.from()), "viewer-plain"));
                }
                String kind = colour.kind().name().toLowerCase(Locale.ROOT);
                runs.add(run(line.shown().substring(colour.from(), colour.to()), "code-" + kind));
                at = colour.to();
            }
            if (at < line.shown().length() || runs.isEmpty()) {
                runs.add(run(line.shown().substring(at), "viewer-plain"));
            }
            return runs;
        }

        private Text run(String text, String colour) {
            Text run = new Text(text);
            run.getStyleClass().addAll("viewer-text", colour);
            return run;
        }
    }
}

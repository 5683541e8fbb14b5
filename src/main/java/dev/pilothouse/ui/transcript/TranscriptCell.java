package dev.pilothouse.ui.transcript;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.beans.InvalidationListener;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.Path;
import org.jspecify.annotations.Nullable;

/**
 * Shows the row of one item in a column of readable width, and updates when the item gets a newer row. It keeps one
 * view per kind of row that it has shown, so that scrolling creates few nodes.
 *
 * <p>Owns its views; confined to the FX thread; lives as long as its list.
 */
final class TranscriptCell extends Region {
    private static final double COLUMN = 800;

    private final Map<Class<?>, RowView> views = new HashMap<>();
    private final InvalidationListener newerRow = row -> onNewerRow();
    private final TranscriptList list;
    private final TranscriptActions actions;
    private @Nullable RowItem item;
    private final Path selected = overlay("text-selected");
    private final Path found = overlay("text-found");
    private final Path foundNow = overlay("text-found-now");
    private @Nullable TranscriptRow drawn;
    private boolean restyled = true;

    TranscriptCell(TranscriptList list, TranscriptActions actions) {
        this.list = list;
        this.actions = actions;
        getStyleClass().add("transcript-cell");
        setAccessibleRole(AccessibleRole.LIST_ITEM);
        // The list lays out its cells itself. A change inside a cell must not lay out the whole window.
        setManaged(false);
    }

    /** Shows this item from now on. */
    void show(RowItem next) {
        item = next;
        next.rowProperty().addListener(newerRow);
        draw(next.row());
        view().setInUse(true);
    }

    /** Applies CSS to new nodes. This is the most expensive step, so it is skipped for text that only grows. */
    void styleNewNodes() {
        if (restyled) {
            applyCss();
            restyled = false;
        }
    }

    /** Applies CSS before the next measurement, because the style sheets or the style classes of the window changed. */
    void restyle() {
        restyled = true;
    }

    /** Returns whether the cell can show this row with its existing nodes. */
    boolean canShow(TranscriptRow row) {
        return drawn != null && drawn.getClass() == row.getClass() && contentKind(drawn) == contentKind(row);
    }

    private static Class<?> contentKind(TranscriptRow row) {
        return row instanceof TranscriptRow.Prose prose
                ? prose.block().content().getClass()
                : row.getClass();
    }

    /**
     * Paints the selected range and the search hits over the text.
     *
     * @param now the number of the current hit, -1 if it is elsewhere
     */
    void mark(CellText text, int from, int to, String sought, int now) {
        selected.getElements().clear();
        found.getElements().clear();
        foundNow.getElements().clear();
        if (from < to) {
            text.outline(from, to, selected);
        }
        if (!sought.isEmpty() && item != null) {
            List<int[]> ranges = TextMatch.ranges(item.row(), sought, text.text());
            for (int i = 0; i < ranges.size(); i++) {
                text.outline(ranges.get(i)[0], ranges.get(i)[1], i == now ? foundNow : found);
            }
        }
        if (selected.getParent() == null) {
            getChildren().addAll(found, foundNow, selected);
        }
    }

    void clearMarks() {
        if (selected.getParent() != null) {
            getChildren().removeAll(found, foundNow, selected);
        }
    }

    /** The place of the current search hit, null if it is not in this cell. */
    @Nullable
    Bounds currentMark() {
        return foundNow.getElements().isEmpty() ? null : foundNow.getBoundsInParent();
    }

    private static Path overlay(String styleClass) {
        Path path = new Path();
        path.getStyleClass().setAll(styleClass);
        path.setManaged(false);
        path.setMouseTransparent(true);
        path.setStroke(null);
        return path;
    }

    /** The item that the cell shows, or null. */
    @Nullable
    RowItem item() {
        return item;
    }

    /** Releases the item. The nodes are kept for the next one. */
    void release() {
        if (item != null) {
            item.rowProperty().removeListener(newerRow);
            item = null;
            view().setInUse(false);
        }
        clearMarks();
        setVisible(false);
    }

    private void onNewerRow() {
        if (item != null) {
            draw(item.row());
            list.rowChanged(item);
        }
    }

    private RowView view() {
        return Objects.requireNonNull(views.get(Objects.requireNonNull(drawn).getClass()));
    }

    private void draw(TranscriptRow row) {
        if (row.equals(drawn)) {
            return;
        }
        if (drawn != null && drawn.getClass() != row.getClass()) {
            view().setInUse(false);
        }
        RowView view = views.computeIfAbsent(row.getClass(), kind -> RowViews.forRow(row, actions));
        restyled |= view.show(row);
        drawn = row;
        if (getChildren().isEmpty() || getChildren().get(0) != view.node()) {
            getChildren().setAll(view.node());
            restyled = true;
        }
        requestLayout();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        if (getChildren().isEmpty()) {
            return 0;
        }
        Insets insets = getInsets();
        double column = Math.min(COLUMN, width - insets.getLeft() - insets.getRight());
        Node content = getChildren().get(0);
        return insets.getTop() + content.prefHeight(column) + insets.getBottom();
    }

    @Override
    protected void layoutChildren() {
        if (getChildren().isEmpty()) {
            return;
        }
        Insets insets = getInsets();
        double available = getWidth() - insets.getLeft() - insets.getRight();
        double column = Math.min(COLUMN, available);
        if (item != null && Math.abs(Math.ceil(prefHeight(getWidth())) - getHeight()) > 0.5) {
            // The content has changed its height without a newer row, for example by a style or a loaded picture.
            list.rowChanged(item);
        }
        getChildren()
                .get(0)
                .resizeRelocate(
                        Math.floor(insets.getLeft() + (available - column) / 2),
                        insets.getTop(),
                        column,
                        getHeight() - insets.getTop() - insets.getBottom());
    }
}

package dev.pilothouse.ui.transcript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * The transcript as a virtualised list of rows of any height. Only rows in view have nodes. The layout starts from a
 * fixed point: the lower edge while the list follows the end, else the row that the user scrolled to. So a growing row
 * never moves the rows above it, and following is exact. JavaFX's list uses estimated heights and supports neither.
 *
 * <p>Owns its cells; confined to the FX thread; lives as long as the window.
 */
final class TranscriptList extends Region {
    private static final double BAR = 8;
    /** The space below the last row, in pixels. */
    private static final double END = 12;

    private static final int SPARE_CELLS = 24;

    private final ObservableList<RowItem> rows;
    private final TranscriptActions actions;
    private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper(this, "following", true);
    private final RowHeights heights = new RowHeights();
    private final Map<RowItem, TranscriptCell> inView = new IdentityHashMap<>();
    private final Deque<TranscriptCell> spare = new ArrayDeque<>();
    private final ScrollBar bar = new ScrollBar();
    private final Rectangle clip = new Rectangle();
    private final ReadOnlyIntegerWrapper unseen = new ReadOnlyIntegerWrapper(this, "unseen");
    private final TextSelection selection;
    /** The style sheets (theme, text size) and the parents' style classes (density, touch), while in a scene. */
    private final List<ObservableList<String>> styles = new ArrayList<>();

    private final InvalidationListener restyle = changed -> restyle();

    private @Nullable RowItem anchor;
    private double anchorY;
    private double measuredWidth = -1;
    private boolean isUnstyled;
    private boolean movingBar;

    TranscriptList(ObservableList<RowItem> rows, TranscriptActions actions) {
        this.rows = rows;
        this.actions = actions;
        getStyleClass().add("transcript-list");
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setClip(clip);
        bar.setOrientation(Orientation.VERTICAL);
        bar.setFocusTraversable(false);
        bar.valueProperty().addListener((property, before, now) -> onBar(now.doubleValue()));
        // The bar is drawn over the cells, regardless of the order of the children.
        bar.setViewOrder(-1);
        getChildren().add(bar);
        heights.insert(0, rows.size());
        rows.addListener((ListChangeListener<RowItem>) this::onRows);
        selection = new TextSelection(this, rows, actions);
        following.addListener((property, before, now) -> unseen.set(0));
        sceneProperty().addListener((property, before, now) -> onScene(now));
        addEventHandler(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() != 0) {
                scrollBy(-event.getDeltaY());
                event.consume();
            }
        });
    }

    private void onScene(@Nullable Scene now) {
        styles.forEach(each -> each.removeListener(restyle));
        styles.clear();
        if (now != null) {
            styles.add(now.getStylesheets());
            for (Parent parent = getParent(); parent != null; parent = parent.getParent()) {
                styles.add(parent.getStyleClass());
            }
            styles.forEach(each -> each.addListener(restyle));
        }
        // The theme, text size or density may have changed while the list was not in the scene.
        restyle();
    }

    private void restyle() {
        isUnstyled = true;
        requestLayout();
    }

    /** Whether the end is in view and stays in view as rows grow. */
    ReadOnlyBooleanProperty followingProperty() {
        return following.getReadOnlyProperty();
    }

    /** The number of rows added at the end since the user scrolled away from it. */
    ReadOnlyIntegerProperty unseenProperty() {
        return unseen.getReadOnlyProperty();
    }

    TextSelection selection() {
        return selection;
    }

    /** Makes a cell for rows of this kind before one is needed. In a scene, so that the cell has its styles then. */
    void prepareCell(TranscriptRow sample) {
        TranscriptCell cell = new TranscriptCell(this, actions);
        getChildren().add(cell);
        cell.show(new RowItem(sample));
        cell.styleNewNodes();
        cell.prefHeight(getWidth() - BAR);
        cell.release();
        spare.push(cell);
    }

    /** The cells in view, in no order. */
    Collection<TranscriptCell> shownCells() {
        return inView.values();
    }

    /** Returns the cell at this height of the view, else the nearest one. Null if there is none. */
    @Nullable
    TranscriptCell cellAt(double y) {
        TranscriptCell nearest = null;
        double best = Double.MAX_VALUE;
        for (TranscriptCell cell : inView.values()) {
            double top = cell.getLayoutY();
            double distance = Math.max(0, Math.max(top - y, y - top - cell.getHeight()));
            if (cell.isVisible() && distance < best) {
                best = distance;
                nearest = cell;
            }
        }
        return nearest;
    }

    /** Scrolls a row into view, at a quarter of the view's height. Does nothing if the whole row is in view. */
    void reveal(RowItem item) {
        int index = indexOf(item);
        if (index < 0) {
            return;
        }
        TranscriptCell cell = inView.get(item);
        if (cell != null && cell.getLayoutY() >= 0 && cell.getLayoutY() + cell.getHeight() <= getHeight()) {
            return;
        }
        keepAnchor(index, getHeight() / 4);
        requestLayout();
    }

    /**
     * Scrolls the current search hit of a row into view. The row may be higher than the view.
     *
     * @param margin the space to leave above and below
     */
    void revealMark(RowItem item, double margin) {
        TranscriptCell cell = inView.get(item);
        Bounds mark = cell == null ? null : cell.currentMark();
        if (cell == null || mark == null) {
            return;
        }
        double top = cell.getLayoutY() + mark.getMinY() - margin;
        double end = cell.getLayoutY() + mark.getMaxY() + margin - getHeight();
        if (top < 0) {
            scrollBy(top);
        } else if (end > 0) {
            scrollBy(Math.min(end, top));
        }
    }

    /** Scrolls to the end and follows it. */
    void follow() {
        anchor = null;
        following.set(true);
        requestLayout();
    }

    /** Scrolls by this many screens, up if negative. */
    void pageBy(double pages) {
        scrollBy(pages * Math.max(40, getHeight() - 48));
    }

    /** Scrolls by this many pixels, up if negative. */
    void scrollBy(double pixels) {
        if (rows.isEmpty() || (following.get() && pixels > 0)) {
            return;
        }
        if (following.get()) {
            TopRow top = topRow();
            if (top == null) {
                return;
            }
            keepAnchor(top.index(), top.y());
        }
        anchorY -= pixels;
        jumpIfFar();
        requestLayout();
        if (pixels < 0 && isAtTop()) {
            actions.onTopReached();
        }
    }

    /** Scrolls a long way by estimated heights. Measuring every row on the way would delay the frame. */
    private void jumpIfFar() {
        int index = indexOf(anchor);
        if (index < 0 || Math.abs(anchorY) <= 3 * getHeight()) {
            return;
        }
        double wanted = Math.max(0, heights.before(index) - anchorY);
        int there = heights.at(wanted);
        keepAnchor(there, heights.before(there) - wanted);
        if (wanted == 0) {
            // The first rows may be higher than estimated. The layout stops at the first row anyway.
            anchorY += getHeight();
        }
    }

    /** Returns whether the first row is in view, by the heights that are known before the next layout. */
    private boolean isAtTop() {
        int index = indexOf(anchor);
        double top = index < 0 ? 0 : anchorY - heights.before(index);
        return index >= 0 && (top >= 0 || top + heights.getOrGuess(0) > 0);
    }

    /** Returns an item's current index, or -1. Usually the item's hint is right; otherwise the list is searched. */
    int indexOf(@Nullable RowItem item) {
        if (item == null) {
            return -1;
        }
        int hint = item.index();
        if (hint < rows.size() && rows.get(hint) == item) {
            return hint;
        }
        int index = rows.indexOf(item);
        item.setIndex(Math.max(0, index));
        return index;
    }

    /**
     * Anchors the view to a row. The row that loads earlier items cannot be the anchor, because these appear below it.
     * The next row is used instead.
     */
    private void keepAnchor(int index, double y) {
        boolean way = rows.get(index).row() instanceof TranscriptRow.Earlier && index + 1 < rows.size();
        anchor = rows.get(way ? index + 1 : index);
        anchor.setIndex(way ? index + 1 : index);
        anchorY = way ? y + heights.getOrGuess(index) : y;
        following.set(false);
    }

    private record TopRow(int index, double y) {}

    private @Nullable TopRow topRow() {
        TopRow top = null;
        for (Map.Entry<RowItem, TranscriptCell> each : inView.entrySet()) {
            double y = each.getValue().getLayoutY();
            if (y + each.getValue().getHeight() > 0 && (top == null || y < top.y())) {
                int index = indexOf(each.getKey());
                if (index >= 0) {
                    top = new TopRow(index, y);
                }
            }
        }
        return top;
    }

    private void onRows(ListChangeListener.Change<? extends RowItem> change) {
        boolean anchorRemoved = false;
        int anchorFrom = 0;
        while (change.next()) {
            if (change.getRemovedSize() > 0) {
                heights.remove(change.getFrom(), change.getRemovedSize());
                if (change.getFrom() >= rows.size() - change.getAddedSize()) {
                    // Such as the row of a prompt that the host has queued meanwhile.
                    unseen.set(Math.max(0, unseen.get() - change.getRemovedSize()));
                }
                if (anchor != null && change.getRemoved().contains(anchor)) {
                    anchorRemoved = true;
                    anchorFrom = change.getFrom();
                }
            }
            if (change.getAddedSize() > 0) {
                heights.insert(change.getFrom(), change.getAddedSize());
                if (!following.get() && change.getTo() == rows.size() && change.getFrom() > 0) {
                    unseen.set(unseen.get() + change.getAddedSize());
                }
                if (change.getFrom() == 0 && change.getAddedSize() < rows.size()) {
                    // The rows in view have moved by the same number. Updating their hints saves a search.
                    inView.keySet().forEach(item -> item.setIndex(item.index() + change.getAddedSize()));
                }
            }
        }
        if (anchorRemoved && indexOf(anchor) < 0) {
            anchorToNeighbour(anchorFrom);
        }
        requestLayout();
    }

    /** Chooses a new anchor after the anchor's row was removed: the top row in view, else the row that replaced it. */
    private void anchorToNeighbour(int index) {
        TranscriptCell cell = inView.get(anchor);
        TopRow top = topRow();
        if (rows.isEmpty()) {
            follow();
        } else if (cell != null && top != null) {
            // The user may have scrolled since the last layout.
            keepAnchor(top.index(), top.y() + anchorY - cell.getLayoutY());
        } else {
            keepAnchor(Math.min(index, rows.size() - 1), anchorY);
        }
    }

    /** Called by a cell whose item got a newer row. */
    void rowChanged(RowItem item) {
        int index = indexOf(item);
        if (index >= 0) {
            heights.remove(index);
        }
        requestLayout();
    }

    private void onBar(double value) {
        if (movingBar || rows.isEmpty()) {
            return;
        }
        if (value >= bar.getMax() - 0.5) {
            follow();
            return;
        }
        int index = heights.at(value);
        keepAnchor(index, heights.before(index) - value);
        requestLayout();
        if (isAtTop()) {
            actions.onTopReached();
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return 200;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        clip.setWidth(width);
        clip.setHeight(height);
        if (width <= 0 || height <= 0) {
            return;
        }
        if (isUnstyled) {
            // If the list is moved during a layout pass, the CSS pass of this frame is already over.
            applyCss();
            isUnstyled = false;
            inView.values().forEach(TranscriptCell::restyle);
            spare.forEach(TranscriptCell::restyle);
            measureAgain(width);
        }
        if (width != measuredWidth) {
            measureAgain(width);
        }
        List<RowItem> shown = new ArrayList<>();
        if (!rows.isEmpty()) {
            if (following.get()) {
                layoutFromEnd(shown, height);
            } else {
                layoutFromAnchor(shown, height);
            }
        }
        retire(shown);
        layoutBar(height);
    }

    /**
     * Discards the heights after a change of width. The hidden part of the first row keeps its proportion, so that
     * rotating the device and back returns to the same position.
     */
    private void measureAgain(double width) {
        int first = following.get() ? -1 : indexOf(anchor);
        double before = first < 0 ? Double.NaN : heights.get(first);
        heights.clear();
        measuredWidth = width;
        if (anchorY < 0 && -anchorY < before) {
            anchorY = anchorY / before * measure(first);
        }
    }

    /** Lays out upwards from the lower edge. A transcript shorter than the view is aligned to the top. */
    private void layoutFromEnd(List<RowItem> shown, double height) {
        double y = height - END;
        int first = rows.size();
        while (first > 0 && y > 0) {
            first--;
            y -= measure(first);
        }
        placeDownwards(shown, first, first == 0 ? Math.min(0, y) : y, height);
    }

    private void layoutFromAnchor(List<RowItem> shown, double height) {
        int index = indexOf(anchor);
        if (index < 0) {
            follow();
            layoutFromEnd(shown, height);
            return;
        }
        double y = anchorY;
        while (index > 0 && y > 0) {
            index--;
            y -= measure(index);
        }
        if (index == 0 && y > 0) {
            y = 0;
        }
        // Rows above the view need not be laid out.
        while (index < rows.size() - 1 && y + measure(index) <= 0) {
            y += measure(index);
            index++;
        }
        keepAnchor(index, y);
        if (endsAbove(index, y, height)) {
            anchor = null;
            following.set(true);
            layoutFromEnd(shown, height);
            return;
        }
        placeDownwards(shown, index, y, height);
    }

    /** Returns whether the last row would end above the lower edge, so that there is nothing more to scroll to. */
    private boolean endsAbove(int from, double top, double height) {
        double y = top;
        for (int i = from; i < rows.size(); i++) {
            y += measure(i);
            if (y > height - END + 0.5) {
                return false;
            }
        }
        return true;
    }

    private void placeDownwards(List<RowItem> shown, int from, double top, double height) {
        double y = top;
        for (int i = from; i < rows.size() && y < height; i++) {
            RowItem item = rows.get(i);
            double rowHeight = measure(i);
            TranscriptCell cell = cell(item, i);
            cell.resizeRelocate(0, Math.round(y), getWidth() - BAR, rowHeight);
            cell.setVisible(true);
            shown.add(item);
            y += rowHeight;
        }
    }

    private double measure(int index) {
        double known = heights.get(index);
        if (!Double.isNaN(known)) {
            return known;
        }
        TranscriptCell cell = cell(rows.get(index), index);
        cell.styleNewNodes();
        double height = Math.ceil(cell.prefHeight(getWidth() - BAR));
        heights.set(index, height);
        return height;
    }

    private TranscriptCell cell(RowItem item, int index) {
        item.setIndex(index);
        TranscriptCell cell = inView.get(item);
        if (cell == null) {
            cell = spareFor(item.row());
            if (cell == null) {
                cell = new TranscriptCell(this, actions);
                getChildren().add(cell);
            }
            cell.setVisible(false);
            inView.put(item, cell);
            cell.show(item);
        }
        return cell;
    }

    /**
     * Returns a spare cell with the right nodes for this row, or null. Returns a cell with other nodes only if there
     * are already too many spares.
     */
    private @Nullable TranscriptCell spareFor(TranscriptRow row) {
        for (Iterator<TranscriptCell> each = spare.iterator(); each.hasNext(); ) {
            TranscriptCell cell = each.next();
            if (cell.canShow(row)) {
                each.remove();
                return cell;
            }
        }
        return spare.size() < SPARE_CELLS ? null : spare.poll();
    }

    /** Releases the cells of rows that are not in view, including those that were only measured. */
    private void retire(List<RowItem> shown) {
        Map<RowItem, Boolean> keep = new IdentityHashMap<>();
        shown.forEach(item -> keep.put(item, Boolean.TRUE));
        for (Iterator<Map.Entry<RowItem, TranscriptCell>> each =
                        inView.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<RowItem, TranscriptCell> entry = each.next();
            if (!keep.containsKey(entry.getKey())) {
                TranscriptCell cell = entry.getValue();
                each.remove();
                cell.release();
                if (spare.size() < SPARE_CELLS) {
                    spare.push(cell);
                } else {
                    getChildren().remove(cell);
                }
            }
        }
    }

    private void layoutBar(double height) {
        double total = heights.total() + END;
        int index = following.get() ? -1 : indexOf(anchor);
        boolean needed = total > height + 0.5;
        movingBar = true;
        try {
            bar.setVisible(needed);
            bar.setMin(0);
            bar.setMax(Math.max(0, total - height));
            bar.setVisibleAmount(needed ? bar.getMax() * height / total : 0);
            bar.setBlockIncrement(height);
            bar.setUnitIncrement(40);
            bar.setValue(
                    index < 0 ? bar.getMax() : Math.max(0, Math.min(bar.getMax(), heights.before(index) - anchorY)));
        } finally {
            movingBar = false;
        }
        bar.resizeRelocate(getWidth() - BAR, 0, BAR, height);
    }
}

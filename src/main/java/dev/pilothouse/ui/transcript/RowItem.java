package dev.pilothouse.ui.transcript;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * An entry of the transcript's list. Its row can be replaced by a newer one with the same id. That is not a list
 * change: only the cell that shows the item is notified, so a growing message costs one cell.
 *
 * <p>Owns its row; confined to the FX thread; lives until the list drops it.
 */
public final class RowItem {
    private final ReadOnlyObjectWrapper<TranscriptRow> row;
    /** The last known index in the list. It is a hint, and wrong after rows were inserted before it. */
    private int index;

    public RowItem(TranscriptRow first) {
        row = new ReadOnlyObjectWrapper<>(this, "row", first);
    }

    public TranscriptRow row() {
        return row.get();
    }

    public ReadOnlyObjectProperty<TranscriptRow> rowProperty() {
        return row.getReadOnlyProperty();
    }

    public void show(TranscriptRow newer) {
        row.set(newer);
    }

    int index() {
        return index;
    }

    void setIndex(int index) {
        this.index = index;
    }
}

package dev.pilothouse.ui.transcript;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * A place in the transcript's list whose row may become a newer one of the same id. The list hears nothing of that; the
 * cell that shows the item does, so a growing message costs one cell.
 *
 * <p>Owns its row; confined to the FX thread; ends when the list drops it.
 */
public final class RowItem {
    private final ReadOnlyObjectWrapper<TranscriptRow> row;
    /** Where it was last seen in the list: a hint, which rows that come before it make wrong. */
    private int place;

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

    int place() {
        return place;
    }

    void seenAt(int index) {
        place = index;
    }
}

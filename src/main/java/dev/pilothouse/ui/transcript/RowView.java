package dev.pilothouse.ui.transcript;

import javafx.scene.Node;

/** Draws rows of one kind. Owned by its cell; confined to the FX thread. */
interface RowView {
    Node node();

    /**
     * Shows this row. It must be of the kind that this view was created for.
     *
     * @return whether there may be new nodes or style classes, so that CSS must be applied
     */
    boolean show(TranscriptRow row);

    /** Sets whether the cell is in use. An animated view stops its animation while it is not. */
    default void setInUse(boolean inUse) {}
}

package dev.pilothouse.ui.transcript;

import javafx.scene.Node;

/** Draws rows of one kind. Confined to the FX thread; owned by its cell. */
interface RowView {
    Node node();

    /**
     * Shows this row, which is of the kind that this view was made for.
     *
     * @return whether there may be nodes or style classes that the style sheets have not seen
     */
    boolean show(TranscriptRow row);

    /** Says whether the cell is in use; a view that moves rests while it is not. */
    default void setInUse(boolean inUse) {}
}

package dev.pilothouse.ui.runs;

import javafx.scene.layout.Region;

/** Makes the sheet with the details of a run of one kind. The shell has one for each kind that has details. */
public interface RunDetailFactory {
    /** The text of the button that opens it. */
    String title();

    /** @param close closes the sheet */
    Region create(RunKey key, Runnable close);
}

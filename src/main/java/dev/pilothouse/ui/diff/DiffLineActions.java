package dev.pilothouse.ui.diff;

import dev.pilothouse.session.DiffRow;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** Additions of another feature to the lines of a file's diff, such as comments. Confined to the FX thread. */
public interface DiffLineActions {
    /** Adds nothing. */
    DiffLineActions NONE = new DiffLineActions() {};

    /** The view of the lines. */
    interface LinesView {
        /** Draws the lines again. */
        void redraw();

        /** Scrolls to a row that is shown. */
        void reveal(DiffRow row);

        /** Loads the rows that follow. @return whether there may be some */
        boolean loadMore();

        /** Gives the focus to the lines. */
        void focus();
    }

    /** Whether line numbers can be pressed. */
    default boolean arePressable() {
        return false;
    }

    /**
     * The rows of a file are shown, or more of them.
     *
     * @param path relative to the repository; empty if no file is shown
     * @param content the id of its present content
     * @param view shows the rows
     */
    default void onShown(String path, String content, List<DiffRow> rows, LinesView view) {}

    /** A line was pressed. @param extend whether a range that was begun ends here */
    default void onPressed(DiffRow row, boolean extend) {}

    /** A drag began on a line. Its end is a press that extends the range. */
    default void onBegin(DiffRow row) {}

    /** A key was pressed while the lines had the focus. @param top the first row in view */
    default void onKey(KeyEvent event, DiffRow top) {}

    /** The person leaves a text field below a line with the Escape key. */
    default void onTextLeft() {}

    /** The style classes of a line. */
    default List<String> styles(DiffRow row) {
        return List.of();
    }

    /** The name of a line's number for a screen reader. */
    default String name(DiffRow row) {
        return "";
    }

    /** Nodes below a line. Called whenever the line is drawn. */
    default List<Node> below(DiffRow row) {
        return List.of();
    }
}

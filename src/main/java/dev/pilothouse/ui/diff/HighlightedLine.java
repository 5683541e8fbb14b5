package dev.pilothouse.ui.diff;

import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * A line of code with a marked part. JavaFX text has no background, so a path behind the text marks it. Confined to the
 * FX thread.
 */
final class HighlightedLine extends TextFlow {
    private final Path ground = new Path();
    private int from;
    private int to;

    HighlightedLine(String line) {
        Text text = new Text(line);
        text.getStyleClass().add("diff-text");
        ground.getStyleClass().setAll("diff-mark");
        ground.setManaged(false);
        ground.setMouseTransparent(true);
        ground.setStroke(null);
        ground.setViewOrder(1);
        setMinWidth(0);
        getChildren().setAll(text, ground);
    }

    void mark(int begin, int end) {
        from = begin;
        to = end;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (from < to) {
            ground.getElements().setAll(rangeShape(from, to));
        }
    }
}

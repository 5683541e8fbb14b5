package dev.pilothouse.ui.diff;

import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * A line of code with its colours and a marked part. JavaFX text has no background, so a path behind the text marks it.
 * Colours would be hard to read on the mark, so marked text has none. Keeps its nodes for the next line. Confined to the
 * FX thread.
 */
final class HighlightedLine extends TextFlow {
    /** Runs without text that are kept for the next line. */
    private static final int MOST_KEPT = 12;

    private final Path ground = new Path();
    private int from;
    private int to;

    HighlightedLine() {
        ground.getStyleClass().setAll("diff-mark");
        ground.setManaged(false);
        ground.setMouseTransparent(true);
        ground.setStroke(null);
        ground.setViewOrder(1);
        setMinWidth(0);
        getChildren().add(ground);
    }

    /**
     * Shows a line.
     *
     * @param markFrom the start of the marked part
     * @param markTo its end, exclusive; the same as the start without a mark
     */
    void show(String line, int markFrom, int markTo, List<Colour> colours) {
        from = markFrom;
        to = markTo;
        int runs = 0;
        int at = 0;
        for (Colour colour : unmarked(colours)) {
            runs = put(runs, line.substring(at, colour.from()), "");
            runs = put(
                    runs,
                    line.substring(colour.from(), colour.to()),
                    "code-" + colour.kind().name().toLowerCase(Locale.ROOT));
            at = colour.to();
        }
        runs = put(runs, line.substring(at), "");
        // The path is the last child. Without text a run takes no room, and the colours follow in a moment.
        for (int i = runs; i < getChildren().size() - 1; i++) {
            ((Text) getChildren().get(i)).setText("");
        }
        int kept = Math.max(runs, MOST_KEPT);
        if (kept < getChildren().size() - 1) {
            getChildren().remove(kept, getChildren().size() - 1);
        }
        if (from < to) {
            requestLayout();
        } else {
            ground.getElements().clear();
        }
    }

    private List<Colour> unmarked(List<Colour> colours) {
        List<Colour> parts = new ArrayList<>();
        for (Colour colour : colours) {
            int end = from < to ? Math.min(colour.to(), from) : colour.to();
            if (colour.from() < end) {
                parts.add(new Colour(colour.from(), end, colour.kind()));
            }
            int start = Math.max(colour.from(), to);
            if (from < to && start < colour.to()) {
                parts.add(new Colour(start, colour.to(), colour.kind()));
            }
        }
        return parts;
    }

    /** @return the number of runs so far */
    private int put(int runs, String part, String style) {
        if (part.isEmpty()) {
            return runs;
        }
        List<Node> children = getChildren();
        Text text;
        if (runs < children.size() - 1) {
            text = (Text) children.get(runs);
            text.setText(part);
        } else {
            text = new Text(part);
            children.add(runs, text);
        }
        List<String> styles = style.isEmpty() ? List.of("diff-text") : List.of("diff-text", style);
        if (!text.getStyleClass().equals(styles)) {
            text.getStyleClass().setAll(styles);
        }
        return runs + 1;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (from < to) {
            ground.getElements().setAll(rangeShape(from, to));
        }
    }
}

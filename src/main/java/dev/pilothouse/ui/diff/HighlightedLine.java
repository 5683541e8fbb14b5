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
 * Colours would be hard to read on the mark, so marked text has none. Confined to the FX thread.
 */
final class HighlightedLine extends TextFlow {
    private final Path ground = new Path();
    private final int from;
    private final int to;

    /**
     * @param from the start of the marked part
     * @param to its end, exclusive; the same as the start without a mark
     */
    HighlightedLine(String line, int from, int to, List<Colour> colours) {
        this.from = from;
        this.to = to;
        ground.getStyleClass().setAll("diff-mark");
        ground.setManaged(false);
        ground.setMouseTransparent(true);
        ground.setStroke(null);
        ground.setViewOrder(1);
        setMinWidth(0);
        List<Node> runs = new ArrayList<>();
        int at = 0;
        for (Colour colour : unmarked(colours)) {
            add(runs, line.substring(at, colour.from()), "");
            add(
                    runs,
                    line.substring(colour.from(), colour.to()),
                    "code-" + colour.kind().name().toLowerCase(Locale.ROOT));
            at = colour.to();
        }
        add(runs, line.substring(at), "");
        runs.add(ground);
        getChildren().setAll(runs);
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

    private static void add(List<Node> runs, String part, String style) {
        if (!part.isEmpty()) {
            Text text = new Text(part);
            text.getStyleClass().add("diff-text");
            if (!style.isEmpty()) {
                text.getStyleClass().add(style);
            }
            runs.add(text);
        }
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (from < to) {
            ground.getElements().setAll(rangeShape(from, to));
        }
    }
}

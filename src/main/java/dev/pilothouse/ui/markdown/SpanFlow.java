package dev.pilothouse.ui.markdown;

import dev.pilothouse.ui.fx.EmojiRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.PathElement;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * A paragraph of spans. Code spans get a tinted ground, drawn as unmanaged rectangles behind the text, since JavaFX text
 * has no background of its own.
 *
 * <p>Owns its text nodes; confined to the FX thread; ends with the row that shows it.
 */
final class SpanFlow extends TextFlow {
    private static final String HAIR_SPACE = "\u2009";

    private final Consumer<String> openLink;
    private final List<int[]> codeRanges = new ArrayList<>();
    private final List<Rectangle> grounds = new ArrayList<>();
    private List<Span> shown = List.of();
    private Text lastText;

    SpanFlow(Consumer<String> openLink) {
        this.openLink = openLink;
        getStyleClass().add("span-flow");
    }

    /** Shows these spans. A paragraph that only grew at its end keeps its nodes. */
    void show(List<Span> spans) {
        if (spans.equals(shown)) {
            return;
        }
        if (onlyLastTextGrew(spans)) {
            Span last = spans.get(spans.size() - 1);
            List<EmojiRuns.Run> runs = EmojiRuns.of(last.text());
            if (runs.size() == 1 && !runs.get(0).emoji() && lastText != null) {
                lastText.setText(last.text());
                shown = spans;
                return;
            }
        }
        shown = spans;
        lastText = null;
        codeRanges.clear();
        grounds.clear();
        List<Node> nodes = new ArrayList<>();
        int at = 0;
        for (Span span : spans) {
            boolean code = span.style().code();
            if (code) {
                // Room for the ground's edges, so that it does not touch the words around it.
                nodes.add(new Text(HAIR_SPACE));
                at += HAIR_SPACE.length();
                codeRanges.add(new int[] {at, at + span.text().length()});
            }
            for (EmojiRuns.Run run : EmojiRuns.of(span.text())) {
                lastText = textFor(span, run);
                nodes.add(lastText);
                at += run.text().length();
            }
            if (code) {
                nodes.add(new Text(HAIR_SPACE));
                at += HAIR_SPACE.length();
            }
        }
        getChildren().setAll(nodes);
    }

    /** The text as a person would copy it. */
    String plainText() {
        StringBuilder text = new StringBuilder();
        shown.forEach(span -> text.append(span.text()));
        return text.toString();
    }

    private boolean onlyLastTextGrew(List<Span> spans) {
        int last = spans.size() - 1;
        if (last < 0 || shown.size() != spans.size() || !spans.subList(0, last).equals(shown.subList(0, last))) {
            return false;
        }
        Span before = shown.get(last);
        Span after = spans.get(last);
        return before.style().equals(after.style())
                && !after.style().code()
                && before.link() == null
                && after.link() == null
                && EmojiRuns.of(before.text()).size() == 1;
    }

    private Text textFor(Span span, EmojiRuns.Run run) {
        Text text = new Text(run.text());
        List<String> classes = text.getStyleClass();
        classes.add("span");
        if (run.emoji()) {
            classes.add("span-emoji");
        } else if (span.style().code()) {
            classes.add("span-code");
        } else if (span.style().strong()) {
            classes.add("span-strong");
        } else if (span.style().emphasised()) {
            classes.add("span-emphasis");
        }
        if (span.style().struck()) {
            text.setStrikethrough(true);
        }
        if (span.link() != null) {
            classes.add("span-link");
            text.setCursor(Cursor.HAND);
            text.setOnMouseClicked(event -> openLink.accept(span.link()));
        }
        return text;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (codeRanges.isEmpty() && grounds.isEmpty()) {
            return;
        }
        int used = 0;
        for (int[] range : codeRanges) {
            for (double[] box : boxes(rangeShape(range[0], range[1]))) {
                ground(used++, box);
            }
        }
        for (int i = used; i < grounds.size(); i++) {
            grounds.get(i).setVisible(false);
        }
    }

    private void ground(int index, double[] box) {
        if (index == grounds.size()) {
            Rectangle made = new Rectangle();
            made.setManaged(false);
            made.getStyleClass().add("code-ground");
            made.setArcWidth(8);
            made.setArcHeight(8);
            made.setMouseTransparent(true);
            // A view-order behind the text, not an index: the children's order is the text's order.
            made.setViewOrder(1);
            grounds.add(made);
            getChildren().add(made);
        }
        Rectangle ground = grounds.get(index);
        double height = Math.min(box[3] - box[1], 21);
        ground.setVisible(true);
        ground.setX(box[0] - 3);
        ground.setY((box[1] + box[3] - height) / 2);
        ground.setWidth(box[2] - box[0] + 6);
        ground.setHeight(height);
    }

    /** The rectangles, one a line, that a range's outline is made of: each left, top, right, bottom. */
    private static List<double[]> boxes(PathElement[] outline) {
        List<double[]> boxes = new ArrayList<>();
        double[] box = null;
        for (PathElement element : outline) {
            if (element instanceof MoveTo move) {
                box = new double[] {move.getX(), move.getY(), move.getX(), move.getY()};
                boxes.add(box);
            } else if (element instanceof LineTo line && box != null) {
                box[0] = Math.min(box[0], line.getX());
                box[1] = Math.min(box[1], line.getY());
                box[2] = Math.max(box[2], line.getX());
                box[3] = Math.max(box[3], line.getY());
            }
        }
        boxes.removeIf(each -> each[2] - each[0] < 1);
        return boxes;
    }
}

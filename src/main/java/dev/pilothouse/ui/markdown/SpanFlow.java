package dev.pilothouse.ui.markdown;

import dev.pilothouse.ui.fx.EmojiRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.PathElement;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * A paragraph of spans. JavaFX text has no background, so unmanaged rectangles behind the text tint the code spans and
 * frame the focused link. Links can be reached with the Tab key.
 *
 * <p>Owns its text nodes; confined to the FX thread; lives as long as the row that shows it.
 */
final class SpanFlow extends TextFlow {
    private static final String HAIR_SPACE = "\u2009";

    private final Consumer<String> openLink;
    private final List<int[]> codeRanges = new ArrayList<>();
    private final List<Rectangle> grounds = new ArrayList<>();
    private final List<Rectangle> frames = new ArrayList<>();
    private List<Span> shown = List.of();
    /** The text nodes in order, without the background rectangles. */
    private final List<Text> texts = new ArrayList<>();

    private List<Piece> pieces = List.of();

    /**
     * The content of one text node. Immutable.
     *
     * @param startsLink whether it is the first piece of a link
     */
    private record Piece(
            String text,
            List<String> styleClasses,
            boolean struck,
            @Nullable String link,
            boolean startsLink) {
        boolean hasSameStyle(Piece other) {
            return styleClasses.equals(other.styleClasses)
                    && struck == other.struck
                    && startsLink == other.startsLink
                    && Objects.equals(link, other.link);
        }
    }

    SpanFlow(Consumer<String> openLink) {
        this.openLink = openLink;
        getStyleClass().add("span-flow");
    }

    /**
     * Shows these spans. Pieces that look the same keep their nodes, so a paragraph that grows at its end keeps the
     * nodes before it.
     *
     * @return whether there are new or removed nodes, so that CSS must be applied
     */
    boolean show(List<Span> spans) {
        if (spans.equals(shown)) {
            return false;
        }
        shown = spans;
        List<Piece> next = pieces(spans);
        int same = 0;
        while (same < next.size() && same < pieces.size() && next.get(same).hasSameStyle(pieces.get(same))) {
            if (!next.get(same).text().equals(pieces.get(same).text())) {
                texts.get(same).setText(next.get(same).text());
            }
            same++;
        }
        boolean other = same < next.size() || same < pieces.size();
        if (other) {
            // The rectangles are after the texts in the list of children and stay there. Removing and re-adding a node
            // styles it again, which costs more than creating the text.
            List<Text> added =
                    next.subList(same, next.size()).stream().map(this::node).toList();
            getChildren().remove(same, texts.size());
            getChildren().addAll(same, added);
            texts.subList(same, texts.size()).clear();
            texts.addAll(added);
        }
        pieces = next;
        return other;
    }

    boolean hasLinks() {
        return pieces.stream().anyMatch(Piece::startsLink);
    }

    private List<Piece> pieces(List<Span> spans) {
        codeRanges.clear();
        List<Piece> made = new ArrayList<>();
        int at = 0;
        String linkBefore = null;
        for (Span span : spans) {
            boolean code = span.style().code();
            if (code) {
                // Leaves space for the edges of the background, so that it does not touch the words beside it.
                made.add(new Piece(HAIR_SPACE, List.of(), false, null, false));
                at += HAIR_SPACE.length();
                codeRanges.add(new int[] {at, at + span.text().length()});
            }
            for (EmojiRuns.Run run : EmojiRuns.of(span.text())) {
                boolean startsLink = span.link() != null && !span.link().equals(linkBefore);
                made.add(new Piece(
                        run.text(), styleClasses(span, run), span.style().struck(), span.link(), startsLink));
                linkBefore = span.link();
                at += run.text().length();
            }
            if (code) {
                made.add(new Piece(HAIR_SPACE, List.of(), false, null, false));
                at += HAIR_SPACE.length();
            }
        }
        return made;
    }

    private static List<String> styleClasses(Span span, EmojiRuns.Run run) {
        List<String> classes = new ArrayList<>();
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
        if (span.link() != null) {
            classes.add("span-link");
        }
        return classes;
    }

    private Text node(Piece piece) {
        Text text = new Text(piece.text());
        text.getStyleClass().addAll(piece.styleClasses());
        text.setStrikethrough(piece.struck());
        if (piece.link() != null) {
            text.setCursor(Cursor.HAND);
            text.setOnMouseClicked(event -> {
                // A drag that selects text ends with a click event, which must not open the link.
                if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                    openLink.accept(piece.link());
                }
            });
        }
        if (piece.startsLink()) {
            text.setFocusTraversable(true);
            text.setAccessibleRole(AccessibleRole.HYPERLINK);
            text.setAccessibleText(piece.text());
            text.setOnKeyPressed(event -> {
                if (piece.link() != null && event.getCode() == KeyCode.ENTER) {
                    openLink.accept(piece.link());
                    event.consume();
                }
            });
            text.focusVisibleProperty().addListener((property, before, now) -> requestLayout());
        }
        return text;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        frameFocusedLink();
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

    private void frameFocusedLink() {
        int used = 0;
        int at = 0;
        for (int i = 0; i < texts.size(); i++) {
            int end = at + texts.get(i).getText().length();
            if (texts.get(i).isFocusVisible()) {
                String link = pieces.get(i).link();
                // Also the pieces of another style that follow, with the thin spaces around code between them.
                int last = end;
                for (int j = i + 1, to = end; j < texts.size() && !pieces.get(j).startsLink(); j++) {
                    to += texts.get(j).getText().length();
                    last = Objects.equals(pieces.get(j).link(), link) ? to : last;
                }
                for (double[] box : boxes(rangeShape(at, last))) {
                    frame(used++, box);
                }
            }
            at = end;
        }
        for (int i = used; i < frames.size(); i++) {
            frames.get(i).setVisible(false);
        }
    }

    private void frame(int index, double[] box) {
        if (index == frames.size()) {
            Rectangle made = new Rectangle();
            made.setManaged(false);
            made.getStyleClass().add("link-frame");
            made.setArcWidth(6);
            made.setArcHeight(6);
            made.setMouseTransparent(true);
            frames.add(made);
            getChildren().add(made);
        }
        Rectangle frame = frames.get(index);
        frame.setVisible(true);
        frame.setX(box[0] - 2);
        frame.setY(box[1]);
        frame.setWidth(box[2] - box[0] + 4);
        frame.setHeight(box[3] - box[1]);
    }

    private void ground(int index, double[] box) {
        if (index == grounds.size()) {
            Rectangle made = new Rectangle();
            made.setManaged(false);
            made.getStyleClass().add("code-ground");
            made.setArcWidth(8);
            made.setArcHeight(8);
            made.setMouseTransparent(true);
            // Uses the view order instead of the index, because the order of the children is the order of the text.
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

    /** Splits the outline of a range into rectangles, one per line, each as left, top, right, bottom. */
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

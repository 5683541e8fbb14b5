package dev.pilothouse.ui.diff;

import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.diff.ArrangedLines.Line;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a diff, unified or side by side: line numbers, sign, and the text with its changed part marked.
 *
 * <p>Owns its nodes, and keeps those of a line for the next one in its place. Confined to the FX thread; lives as long
 * as the view that shows it.
 */
public final class DiffLines extends VBox {
    private static final String AFTER = "diff-after";

    private final DiffLineActions actions;
    private final List<Slot> slots = new ArrayList<>();

    public DiffLines() {
        this(DiffLineActions.NONE);
    }

    public DiffLines(DiffLineActions actions) {
        this.actions = actions;
        getStyleClass().add("diff-lines");
    }

    /** Shows these rows without the colours of code. */
    public void show(List<DiffRow> rows, boolean sideBySide) {
        show(rows, sideBySide, Map.of());
    }

    /**
     * Shows these rows.
     *
     * @param highlighted see {@link DiffHighlighter}; may have other rows too
     */
    public void show(List<DiffRow> rows, boolean sideBySide, Map<DiffRow, List<Colour>> highlighted) {
        List<List<DiffRow>> blocks = List.of(rows);
        show(ArrangedLines.of(blocks, sideBySide), ArrangedLines.digits(blocks), highlighted);
    }

    /**
     * Shows these lines, which may be a part of those of a file.
     *
     * @param digits the width of the line numbers
     * @param highlighted see {@link DiffHighlighter}; may have other rows too
     */
    public void show(List<Line> lines, int digits, Map<DiffRow, List<Colour>> highlighted) {
        while (slots.size() < lines.size()) {
            slots.add(new Slot());
        }
        if (slots.size() > lines.size()) {
            slots.subList(lines.size(), slots.size()).clear();
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            nodes.add(slots.get(i).show(lines.get(i), digits, highlighted));
        }
        if (!getChildren().equals(nodes)) {
            getChildren().setAll(nodes);
        }
    }

    static String shownText(DiffRow row) {
        return row.text().replace("\t", "    ");
    }

    /** The place of one line, with the nodes that it had so far. */
    private final class Slot {
        private @Nullable DiffLineView unified;
        private @Nullable Halves halves;
        private @Nullable VBox withBelow;

        Node show(Line line, int digits, Map<DiffRow, List<Colour>> colours) {
            Node drawn = draw(line, digits, colours);
            List<Node> nodes = new ArrayList<>(List.of(drawn));
            for (DiffRow row : line.rows()) {
                if (row.kind() != DiffRow.Kind.GAP) {
                    nodes.addAll(actions.below(row));
                }
            }
            if (nodes.size() == 1) {
                withBelow = null;
                return drawn;
            }
            if (withBelow == null) {
                withBelow = new VBox();
            }
            if (!withBelow.getChildren().equals(nodes)) {
                withBelow.getChildren().setAll(nodes);
            }
            return withBelow;
        }

        private Node draw(Line line, int digits, Map<DiffRow, List<Colour>> colours) {
            LinePairs.Pair pair = line.pair();
            DiffRow before = pair.before();
            DiffRow after = pair.after();
            LinePairs.Change change = before == null || after == null || before == after
                    ? null
                    : LinePairs.change(shownText(before), shownText(after));
            int from = change == null ? 0 : change.from();
            int oldTo = change == null ? 0 : change.oldTo();
            int newTo = change == null ? 0 : change.newTo();
            if (line.side() == ArrangedLines.Side.BOTH && (before == null || before.kind() != DiffRow.Kind.GAP)) {
                if (halves == null) {
                    halves = new Halves();
                    unified = null;
                }
                halves.show(
                        before == null
                                ? null
                                : half -> half.show(
                                        before,
                                        List.of(before.oldLine()),
                                        digits,
                                        from,
                                        oldTo,
                                        colours.getOrDefault(before, List.of())),
                        after == null
                                ? null
                                : half -> half.show(
                                        after,
                                        List.of(after.newLine()),
                                        digits,
                                        from,
                                        newTo,
                                        colours.getOrDefault(after, List.of())));
                return halves;
            }
            if (unified == null) {
                unified = new DiffLineView(actions, 2);
                halves = null;
            }
            boolean old = line.side() != ArrangedLines.Side.AFTER;
            DiffRow row = old ? before : after;
            if (row == null) {
                throw new IllegalStateException("a line without a row");
            }
            if (row.kind() == DiffRow.Kind.GAP) {
                unified.showGap(row);
            } else {
                unified.show(
                        row,
                        List.of(row.oldLine(), row.newLine()),
                        digits,
                        from,
                        old ? oldTo : newTo,
                        colours.getOrDefault(row, List.of()));
            }
            return unified;
        }
    }

    /** An old and a new line beside each other; either may be missing. */
    private final class Halves extends HBox {
        private final DiffLineView left = half(new DiffLineView(actions, 1));
        private final DiffLineView right = half(new DiffLineView(actions, 1, AFTER));
        private final Region noLeft = half(none());
        private final Region noRight = half(none(AFTER));

        Halves() {
            setFillHeight(true);
        }

        void show(@Nullable Half before, @Nullable Half after) {
            if (before != null) {
                before.fill(left);
            }
            if (after != null) {
                after.fill(right);
            }
            List<Node> both = List.of(before == null ? noLeft : left, after == null ? noRight : right);
            if (!getChildren().equals(both)) {
                getChildren().setAll(both);
            }
        }

        private static Region none(String... more) {
            Region none = new Region();
            none.getStyleClass().add("diff-none");
            none.getStyleClass().addAll(more);
            return none;
        }

        private static <T extends Region> T half(T half) {
            half.setMinWidth(0);
            half.setPrefWidth(100);
            half.setMaxWidth(Double.MAX_VALUE);
            half.setMaxHeight(Double.MAX_VALUE);
            HBox.setHgrow(half, Priority.ALWAYS);
            return half;
        }
    }

    /** Fills a half with its row. */
    private interface Half {
        void fill(DiffLineView half);
    }
}

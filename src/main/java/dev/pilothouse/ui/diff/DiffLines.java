package dev.pilothouse.ui.diff;

import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import dev.pilothouse.ui.text.Texts;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a diff, unified or side by side: line numbers, sign, and the text with its changed part marked.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as the view that shows it.
 */
public final class DiffLines extends VBox {
    private static final Duration LONG_PRESS = Duration.millis(450);
    private static final int[] NO_MARK = {0, 0};

    private final Map<DiffRow, int[]> marks = new IdentityHashMap<>();
    private Map<DiffRow, List<Colour>> colours = Map.of();

    private final DiffLineActions actions;

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
        colours = highlighted;
        List<LinePairs.Pair> pairs = LinePairs.of(rows);
        mark(pairs);
        int digits = digits(rows);
        getChildren()
                .setAll(
                        sideBySide
                                ? pairs.stream()
                                        .map(pair -> withBelow(sideBySide(pair, digits), sidesOf(pair)))
                                        .toList()
                                : rows.stream()
                                        .map(line -> withBelow(line(line, digits), List.of(line)))
                                        .toList());
    }

    private static List<DiffRow> sidesOf(LinePairs.Pair pair) {
        return Stream.of(pair.before(), pair.after())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The line with the nodes that belong below it. */
    private Node withBelow(Node line, List<DiffRow> rows) {
        List<Node> below = rows.stream()
                .filter(row -> row.kind() != DiffRow.Kind.GAP)
                .flatMap(row -> actions.below(row).stream())
                .toList();
        if (below.isEmpty()) {
            return line;
        }
        VBox both = new VBox(line);
        both.getChildren().addAll(below);
        return both;
    }

    private void mark(List<LinePairs.Pair> pairs) {
        marks.clear();
        for (LinePairs.Pair pair : pairs) {
            if (pair.before() == null || pair.after() == null || pair.before() == pair.after()) {
                continue;
            }
            LinePairs.Change change = LinePairs.change(shownText(pair.before()), shownText(pair.after()));
            if (change != null) {
                marks.put(pair.before(), new int[] {change.from(), change.oldTo()});
                marks.put(pair.after(), new int[] {change.from(), change.newTo()});
            }
        }
    }

    private static int digits(List<DiffRow> rows) {
        int widest = rows.stream()
                .filter(line -> line.kind() != DiffRow.Kind.GAP)
                .mapToInt(line -> Math.max(line.oldLine(), line.newLine()))
                .max()
                .orElse(0);
        return Math.max(3, String.valueOf(widest).length());
    }

    static String shownText(DiffRow row) {
        return row.text().replace("\t", "    ");
    }

    private Node line(DiffRow row, int digits) {
        if (row.kind() == DiffRow.Kind.GAP) {
            return gap(row);
        }
        return line(row, number(row.oldLine(), digits), number(row.newLine(), digits));
    }

    private static Node gap(DiffRow row) {
        Label gap = Widgets.label(Texts.counted("transcript.unchangedLines", row.newLine()), "diff-gap");
        gap.setMaxWidth(Double.MAX_VALUE);
        return gap;
    }

    private Node sideBySide(LinePairs.Pair pair, int digits) {
        if (pair.before() != null && pair.before().kind() == DiffRow.Kind.GAP) {
            return gap(pair.before());
        }
        Region left =
                side(pair.before(), pair.before() == null ? 0 : pair.before().oldLine(), digits);
        Region right =
                side(pair.after(), pair.after() == null ? 0 : pair.after().newLine(), digits);
        right.getStyleClass().add("diff-after");
        HBox both = new HBox(left, right);
        both.setFillHeight(true);
        return both;
    }

    private Region side(@Nullable DiffRow row, int number, int digits) {
        Region half;
        if (row == null) {
            half = new Region();
            half.getStyleClass().add("diff-none");
        } else {
            half = line(row, number(number, digits));
        }
        half.setMinWidth(0);
        half.setPrefWidth(100);
        half.setMaxWidth(Double.MAX_VALUE);
        half.setMaxHeight(Double.MAX_VALUE);
        HBox.setHgrow(half, Priority.ALWAYS);
        return half;
    }

    private static Label number(int number, int digits) {
        Label label = Widgets.label(
                number == 0 ? " ".repeat(digits) : String.format(Locale.ROOT, "%" + digits + "d", number),
                "diff-number");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private Region line(DiffRow row, Label... numbers) {
        Label sign = Widgets.label(
                switch (row.kind()) {
                    case ADDED -> "+";
                    case REMOVED -> "\u2212";
                    default -> " ";
                },
                "diff-sign");
        sign.setMinWidth(Region.USE_PREF_SIZE);
        int[] mark = marks.getOrDefault(row, NO_MARK);
        HighlightedLine text =
                new HighlightedLine(shownText(row), mark[0], mark[1], colours.getOrDefault(row, List.of()));
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(numbers);
        line.getChildren().addAll(sign, text);
        line.setAlignment(Pos.TOP_LEFT);
        line.getStyleClass().addAll("diff-line", "diff-" + row.kind().name().toLowerCase(Locale.ROOT));
        line.getStyleClass().addAll(actions.styles(row));
        if (actions.arePressable()) {
            makePressable(line, row, numbers);
        }
        return line;
    }

    /** A press of the number, a drag to it, or a long press anywhere on the line. */
    private void makePressable(HBox line, DiffRow row, Label... numbers) {
        for (Label number : numbers) {
            number.getStyleClass().add("diff-pressable");
            number.setAccessibleRole(AccessibleRole.BUTTON);
            number.setAccessibleText(actions.name(row));
            number.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                    actions.onPressed(row, event.isShiftDown());
                }
            });
            number.setOnDragDetected(event -> {
                actions.onBegin(row);
                number.startFullDrag();
            });
        }
        line.setOnMouseDragReleased(event -> actions.onPressed(row, true));
        PauseTransition held = new PauseTransition(LONG_PRESS);
        held.setOnFinished(event -> actions.onPressed(row, false));
        line.setOnTouchPressed(event -> held.playFromStart());
        line.setOnTouchMoved(event -> held.stop());
        line.setOnTouchReleased(event -> held.stop());
    }
}

package dev.pilothouse.ui.diff;

import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One row of a diff: its line numbers, its sign and its text. Keeps its nodes for the next row, because new nodes would
 * need their styles and a layout of their own. Confined to the FX thread; lives as long as its {@link DiffLines}.
 */
final class DiffLineView extends HBox {
    private static final Duration LONG_PRESS = Duration.millis(450);

    private final DiffLineActions actions;
    private final List<String> always;
    private final List<Label> numbers = new ArrayList<>();
    private final Label sign = Widgets.label("", "diff-sign");
    private final HighlightedLine text = new HighlightedLine();
    private final Label gap = Widgets.label("", "diff-gap");
    private @Nullable PauseTransition held;
    private @Nullable DiffRow row;
    private boolean pressable;

    /**
     * @param columns the number of line numbers
     * @param always style classes of every row
     */
    DiffLineView(DiffLineActions actions, int columns, String... always) {
        this.actions = actions;
        this.always = List.of(always);
        for (int i = 0; i < columns; i++) {
            Label number = Widgets.label("", "diff-number");
            number.setMinWidth(USE_PREF_SIZE);
            numbers.add(number);
        }
        sign.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        gap.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(gap, Priority.ALWAYS);
        setAlignment(Pos.TOP_LEFT);
    }

    /**
     * Shows a row.
     *
     * @param shown numbers of lines, one for each column; 0 for none
     * @param digits their width
     * @param from the start of the marked part
     * @param to its end, exclusive; the same as the start without a mark
     */
    void show(DiffRow now, List<Integer> shown, int digits, int from, int to, List<Colour> colours) {
        row = now;
        for (int i = 0; i < numbers.size(); i++) {
            int number = shown.get(i);
            numbers.get(i)
                    .setText(number == 0 ? " ".repeat(digits) : String.format(Locale.ROOT, "%" + digits + "d", number));
        }
        sign.setText(
                switch (now.kind()) {
                    case ADDED -> "+";
                    case REMOVED -> "\u2212";
                    default -> " ";
                });
        text.show(DiffLines.shownText(now), from, to, colours);
        if (getChildren().isEmpty() || getChildren().get(0) == gap) {
            getChildren().setAll(numbers);
            getChildren().addAll(sign, text);
        }
        List<String> styles = new ArrayList<>(always);
        styles.add("diff-line");
        styles.add("diff-" + now.kind().name().toLowerCase(Locale.ROOT));
        styles.addAll(actions.styles(now));
        style(styles);
        makePressable(actions.arePressable());
        if (pressable) {
            numbers.forEach(number -> number.setAccessibleText(actions.name(now)));
        }
    }

    /** Shows a place of lines that are left out. */
    void showGap(DiffRow now) {
        row = null;
        gap.setText(Texts.counted("transcript.unchangedLines", now.newLine()));
        if (getChildren().size() != 1) {
            getChildren().setAll(gap);
        }
        style(List.of());
    }

    private void style(List<String> styles) {
        if (!getStyleClass().equals(styles)) {
            getStyleClass().setAll(styles);
        }
    }

    /** A press of the number, a drag to it, or a long press anywhere on the line. */
    private void makePressable(boolean now) {
        if (now == pressable) {
            return;
        }
        pressable = now;
        for (Label number : numbers) {
            number.setAccessibleRole(now ? AccessibleRole.BUTTON : AccessibleRole.TEXT);
            number.setAccessibleText(null);
            if (now) {
                number.getStyleClass().add("diff-pressable");
                number.setOnMouseClicked(event -> {
                    if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                        press(event.isShiftDown());
                    }
                });
                number.setOnDragDetected(event -> {
                    if (row != null) {
                        actions.onBegin(row);
                        number.startFullDrag();
                    }
                });
            } else {
                number.getStyleClass().remove("diff-pressable");
                number.setOnMouseClicked(null);
                number.setOnDragDetected(null);
            }
        }
        setOnMouseDragReleased(now ? event -> press(true) : null);
        setOnTouchPressed(now ? event -> hold() : null);
        setOnTouchMoved(now ? event -> release() : null);
        setOnTouchReleased(now ? event -> release() : null);
    }

    private void press(boolean extend) {
        if (row != null) {
            actions.onPressed(row, extend);
        }
    }

    private void hold() {
        if (held == null) {
            held = new PauseTransition(LONG_PRESS);
        }
        DiffRow touched = row;
        held.setOnFinished(event -> {
            // The box may show another row by now.
            if (touched != null && touched == row) {
                actions.onPressed(touched, false);
            }
        });
        held.playFromStart();
    }

    private void release() {
        if (held != null) {
            held.stop();
        }
    }
}

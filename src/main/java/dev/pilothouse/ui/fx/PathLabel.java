package dev.pilothouse.ui.fx;

import dev.pilothouse.ui.text.PathText;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.text.Text;

/**
 * A label of one line that is a path or contains one. If there is no room, the line is shortened by {@link PathText}.
 * The last name of the path stays, unless it is long; then its middle is cut. Screen readers get the whole line.
 *
 * <p>Confined to the FX thread.
 */
public final class PathLabel extends Label {
    /** The letters of the last name that are readable at any width. */
    private static final int LEAST = 8;

    private final Text ruler = new Text();
    private String line = "";
    private String name = "";
    private BiFunction<String, Predicate<String>, String> fitting = PathText::fitLine;

    public PathLabel(String... styleClasses) {
        getStyleClass().addAll(styleClasses);
        widthProperty().addListener((property, was, is) -> fit());
        fontProperty().addListener((property, was, is) -> {
            requestLayout();
            fit();
        });
        paddingProperty().addListener((property, was, is) -> fit());
    }

    /** Shows a line, for instance {@code Demo agent · ~/src/shop · Asks}. */
    public void show(String now) {
        show(now, PathText::nameInLine, PathText::fitLine);
    }

    /** Shows a path, which may be relative. */
    public void showPath(String path) {
        show(path, PathText::name, PathText::fit);
    }

    private void show(String now, UnaryOperator<String> lastName, BiFunction<String, Predicate<String>, String> fit) {
        if (now.equals(line)) {
            return;
        }
        fitting = fit;
        name = PathText.fit(lastName.apply(now), LEAST);
        line = now;
        setAccessibleText(now);
        requestLayout();
        fit();
    }

    /** The whole line, even if there is room for less. */
    public String line() {
        return line;
    }

    private void fit() {
        Insets insets = getInsets();
        double room = getWidth() - insets.getLeft() - insets.getRight();
        setText(room <= 0 ? line : fitting.apply(line, form -> widthOf(form) <= room));
        boolean whole = getText().equals(line) && widthOf(line) <= room;
        Widgets.hint(this, whole ? "" : line);
    }

    private double widthOf(String text) {
        ruler.setFont(getFont());
        ruler.setText(text);
        return Math.ceil(ruler.getLayoutBounds().getWidth());
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + (name.isEmpty() ? 0 : widthOf(name)) + snappedRightInset();
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + widthOf(line) + snappedRightInset();
    }
}

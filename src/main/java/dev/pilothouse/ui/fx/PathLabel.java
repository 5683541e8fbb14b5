package dev.pilothouse.ui.fx;

import dev.pilothouse.ui.text.PathText;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Text;

/**
 * A label of one line that may contain a path. If there is no room, the line is shortened by {@link PathText#fitLine}.
 * Screen readers get the whole line.
 *
 * <p>Confined to the FX thread.
 */
public final class PathLabel extends Label {
    private final Text ruler = new Text();
    private String line = "";

    public PathLabel(String... styleClasses) {
        getStyleClass().addAll(styleClasses);
        setMinWidth(0);
        widthProperty().addListener((property, was, is) -> fit());
        fontProperty().addListener((property, was, is) -> {
            requestLayout();
            fit();
        });
        paddingProperty().addListener((property, was, is) -> fit());
    }

    /** Shows a line, for instance {@code Demo agent · ~/src/shop · Asks}. */
    public void show(String now) {
        if (now.equals(line)) {
            return;
        }
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
        setText(room <= 0 ? line : PathText.fitLine(line, form -> widthOf(form) <= room));
        boolean whole = getText().equals(line) && widthOf(line) <= room;
        if (whole) {
            setTooltip(null);
        } else if (getTooltip() == null) {
            setTooltip(new Tooltip(line));
        } else {
            getTooltip().setText(line);
        }
    }

    private double widthOf(String text) {
        ruler.setFont(getFont());
        ruler.setText(text);
        return Math.ceil(ruler.getLayoutBounds().getWidth());
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + widthOf(line) + snappedRightInset();
    }
}

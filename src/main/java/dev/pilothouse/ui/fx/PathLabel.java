package dev.pilothouse.ui.fx;

import dev.pilothouse.model.TextCutter;
import dev.pilothouse.ui.text.PathText;
import java.util.List;
import java.util.regex.Pattern;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.text.Text;

/**
 * A label of one line whose parts are separated by middle dots. If there is no room, the part that is a path loses
 * folders in its middle ({@link PathText}), and then the parts before it are cut. So the name of the project is shown as
 * long as there is room for anything. Screen readers get the whole line.
 *
 * <p>Confined to the FX thread.
 */
public final class PathLabel extends Label {
    private static final String DOT = " \u00b7 ";
    private static final Pattern PATH = Pattern.compile("^(?:~(?:[/\\\\]|$)|/|[A-Za-z]:\\\\|\\\\\\\\)");

    private final Text ruler = new Text();
    private String line = "";
    private String before = "";
    private String path = "";
    private String after = "";

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
        before = "";
        path = "";
        after = "";
        List<String> parts = List.of(now.split(Pattern.quote(DOT)));
        for (int i = 0; i < parts.size() && path.isEmpty(); i++) {
            if (PATH.matcher(parts.get(i)).find()) {
                before = joined(parts.subList(0, i), "", DOT);
                path = parts.get(i);
                after = joined(parts.subList(i + 1, parts.size()), DOT, "");
            }
        }
        setAccessibleText(now);
        requestLayout();
        fit();
    }

    private static String joined(List<String> parts, String start, String end) {
        return parts.isEmpty() ? "" : start + String.join(DOT, parts) + end;
    }

    /** The whole line, even if there is room for less. */
    public String line() {
        return line;
    }

    private void fit() {
        Insets insets = getInsets();
        double room = getWidth() - insets.getLeft() - insets.getRight();
        if (path.isEmpty() || room <= 0 || widthOf(line) <= room) {
            setText(line);
            return;
        }
        String shortest = PathText.fit(path, form -> widthOf(before + form + after) <= room);
        if (widthOf(before + shortest + after) <= room) {
            setText(before + shortest + after);
            return;
        }
        // The name of the project is not cut for the sake of the parts around it.
        String name = PathText.shortest(path);
        if (widthOf(before + name) <= room) {
            setText(before + name + after);
            return;
        }
        String start = before;
        while (start.length() > 1 && widthOf(start + "\u2026" + DOT + name) > room) {
            start = start.substring(0, TextCutter.border(start, start.length() - 1));
        }
        String cut = start.length() > 1 ? start.stripTrailing() + "\u2026" + DOT : "";
        setText(cut + PathText.fit(path, form -> widthOf(cut + form) <= room));
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

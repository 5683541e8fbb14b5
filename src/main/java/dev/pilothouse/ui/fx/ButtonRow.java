package dev.pilothouse.ui.fx;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.HBox;

/**
 * Buttons from the left or the right end, or with the last one at the right end. With large text or long words they take several lines instead of being
 * cut. Confined to the FX thread.
 */
final class ButtonRow extends HBox {
    /** The place of the buttons in a line that has room left. */
    enum Start {
        LEFT,
        RIGHT,
        /** A line of two and more begins at the left and ends at the right. */
        BOTH
    }

    private final Start start;

    ButtonRow(Start start, Node... buttons) {
        super(buttons);
        this.start = start;
    }

    /** Children of one line. */
    private record Line(List<Node> nodes, double width, double height) {}

    private List<Line> lines(double width) {
        double room = width - snappedLeftInset() - snappedRightInset();
        List<Line> lines = new ArrayList<>();
        List<Node> line = new ArrayList<>();
        double used = 0;
        double height = 0;
        for (Node node : getManagedChildren()) {
            double own = widthOf(node, room);
            double with = line.isEmpty() ? own : used + getSpacing() + own;
            if (with > room && !line.isEmpty()) {
                lines.add(new Line(line, used, height));
                line = new ArrayList<>();
                with = own;
                height = 0;
            }
            line.add(node);
            used = with;
            height = Math.max(height, heightOf(node, own));
        }
        if (!line.isEmpty()) {
            lines.add(new Line(line, used, height));
        }
        return lines;
    }

    private double widthOf(Node node, double room) {
        return Math.min(room, snapSizeX(Math.max(node.minWidth(-1), node.prefWidth(-1))));
    }

    private double heightOf(Node node, double width) {
        return snapSizeY(Math.max(node.minHeight(width), node.prefHeight(width)));
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        List<Line> lines = lines(width < 0 ? Double.MAX_VALUE : width);
        return snappedTopInset()
                + snappedBottomInset()
                + lines.stream().mapToDouble(Line::height).sum()
                + Math.max(0, lines.size() - 1) * getSpacing();
    }

    @Override
    protected void layoutChildren() {
        double y = snappedTopInset();
        double room = getWidth() - snappedLeftInset() - snappedRightInset();
        for (Line line : lines(getWidth())) {
            double left = snappedLeftInset();
            double right = getWidth() - snappedRightInset();
            double x = start == Start.RIGHT ? right - line.width() : left;
            for (Node node : line.nodes()) {
                double width = widthOf(node, room);
                double height = heightOf(node, width);
                boolean last = node == line.nodes().get(line.nodes().size() - 1);
                if (start == Start.BOTH && last && line.nodes().size() > 1) {
                    x = right - width;
                }
                node.resizeRelocate(x, y + (line.height() - height) / 2, width, height);
                x += width + getSpacing();
            }
            y += line.height() + getSpacing();
        }
    }
}

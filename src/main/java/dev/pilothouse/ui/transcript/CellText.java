package dev.pilothouse.ui.transcript;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.CubicCurveTo;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.HitInfo;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * The text of a cell, read from its nodes in their order. So every kind of row can be selected and searched. Parts on
 * one line are joined by a space, others by a line feed.
 *
 * <p>A snapshot; confined to the FX thread.
 */
final class CellText {
    private final Node cell;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** @param node a flow or a single text */
    private record Part(Node node, int from, int to) {}

    private CellText(Node cell) {
        this.cell = cell;
    }

    static CellText of(Parent cell) {
        CellText read = new CellText(cell);
        read.collect(cell);
        return read;
    }

    private void collect(Node node) {
        if (!node.isVisible() || node instanceof Button || node.getStyleClass().contains("glyph")) {
            return;
        }
        if (node instanceof TextFlow flow) {
            StringBuilder joined = new StringBuilder();
            flow.getChildren().forEach(child -> {
                if (child instanceof Text run) {
                    joined.append(run.getText());
                }
            });
            add(node, joined.toString());
        } else if (node instanceof Text run) {
            add(node, run.getText());
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(this::collect);
        }
    }

    private void add(Node node, String part) {
        if (part.isEmpty()) {
            return;
        }
        if (!parts.isEmpty()) {
            double before = bounds(parts.get(parts.size() - 1).node()).getCenterY();
            Bounds now = bounds(node);
            text.append(before > now.getMinY() && before < now.getMaxY() ? ' ' : '\n');
        }
        int from = text.length();
        text.append(part);
        parts.add(new Part(node, from, text.length()));
    }

    String text() {
        return text.toString();
    }

    /** Returns selected text in the form for the clipboard. */
    static String plain(String text) {
        // The interface adds these spaces around inline code. They are not part of the agent's text.
        return text.replace("\u2009", "");
    }

    /** Returns the offset in the text that is nearest to a point of the cell. */
    int at(Point2D point) {
        Part nearest = null;
        double best = Double.MAX_VALUE;
        for (Part part : parts) {
            Bounds bounds = bounds(part.node());
            double below = Math.max(0, Math.max(bounds.getMinY() - point.getY(), point.getY() - bounds.getMaxY()));
            double beside = Math.max(0, Math.max(bounds.getMinX() - point.getX(), point.getX() - bounds.getMaxX()));
            double distance = below * 1_000 + beside;
            if (distance < best) {
                best = distance;
                nearest = part;
            }
        }
        if (nearest == null) {
            return 0;
        }
        Point2D local = nearest.node().sceneToLocal(cell.localToScene(point));
        HitInfo hit =
                nearest.node() instanceof TextFlow flow ? flow.hitTest(local) : ((Text) nearest.node()).hitTest(local);
        int length = nearest.to() - nearest.from();
        return nearest.from() + Math.max(0, Math.min(length, hit.getInsertionIndex()));
    }

    /** Adds the outline of a range to {@code path}, in the cell's coordinates. */
    void outline(int from, int to, Path path) {
        for (Part part : parts) {
            int start = Math.max(from, part.from()) - part.from();
            int end = Math.min(to, part.to()) - part.from();
            if (start >= end) {
                continue;
            }
            PathElement[] shape = part.node() instanceof TextFlow flow
                    ? flow.rangeShape(start, end)
                    : ((Text) part.node()).rangeShape(start, end);
            Point2D origin = cell.sceneToLocal(part.node().localToScene(0, 0));
            for (PathElement element : shape) {
                path.getElements().add(moved(element, origin.getX(), origin.getY()));
            }
        }
    }

    private static PathElement moved(PathElement element, double x, double y) {
        if (element instanceof MoveTo move) {
            return new MoveTo(move.getX() + x, move.getY() + y);
        }
        if (element instanceof LineTo line) {
            return new LineTo(line.getX() + x, line.getY() + y);
        }
        if (element instanceof CubicCurveTo curve) {
            return new LineTo(curve.getX() + x, curve.getY() + y);
        }
        return new ClosePath();
    }

    private Bounds bounds(Node node) {
        return cell.sceneToLocal(node.localToScene(node.getLayoutBounds()));
    }
}

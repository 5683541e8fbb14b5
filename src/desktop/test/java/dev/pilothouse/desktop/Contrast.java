package dev.pilothouse.desktop;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.text.Text;

/** The contrast between a text and its background, as WCAG 2 defines it. Used on the FX thread. */
final class Contrast {
    private Contrast() {}

    /** The contrast ratio between the text's colour and the colour under its middle, from 1 to 21. */
    static double of(Text text) {
        Color under = under(text);
        Color fill = color(text.getFill());
        Color seen = over(fill.deriveColor(0, 1, 1, opacity(text)), under);
        return ratio(seen, under);
    }

    static double ratio(Color one, Color other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static double opacity(Node node) {
        double opacity = 1;
        for (Node each = node; each != null; each = each.getParent()) {
            opacity *= each.getOpacity();
        }
        return opacity;
    }

    /** The blended background colour of all ancestors of the node, from the scene's root on. */
    private static Color under(Node node) {
        Bounds seen = SceneWalk.inSight(node);
        Point2D middle = new Point2D(seen.getCenterX(), seen.getCenterY());
        Deque<Node> path = new ArrayDeque<>();
        for (Node each = node.getParent(); each != null; each = each.getParent()) {
            path.push(each);
        }
        Color ground = Color.WHITE;
        for (Node each : path) {
            if (each instanceof Region region && region.getBackground() != null) {
                Point2D at = region.sceneToLocal(middle);
                for (BackgroundFill fill : region.getBackground().getFills()) {
                    Insets insets = fill.getInsets();
                    boolean covers = at.getX() >= insets.getLeft() - 1
                            && at.getX() <= region.getWidth() - insets.getRight() + 1
                            && at.getY() >= insets.getTop() - 1
                            && at.getY() <= region.getHeight() - insets.getBottom() + 1;
                    if (covers) {
                        ground = over(color(fill.getFill()).deriveColor(0, 1, 1, opacity(region)), ground);
                    }
                }
            }
        }
        return ground;
    }

    private static Color color(Paint paint) {
        if (paint instanceof Color color) {
            return color;
        }
        if (paint instanceof LinearGradient gradient) {
            return gradient.getStops().get(0).getColor();
        }
        return Color.TRANSPARENT;
    }

    private static Color over(Color upper, Color lower) {
        double a = upper.getOpacity();
        return Color.color(
                upper.getRed() * a + lower.getRed() * (1 - a),
                upper.getGreen() * a + lower.getGreen() * (1 - a),
                upper.getBlue() * a + lower.getBlue() * (1 - a));
    }
}

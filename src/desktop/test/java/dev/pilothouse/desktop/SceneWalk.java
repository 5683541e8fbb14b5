package dev.pilothouse.desktop;

import dev.pilothouse.ui.fx.Overlay;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;

/** The visible nodes of a scene. Used on the FX thread. */
public final class SceneWalk {
    private SceneWalk() {}

    /** All visible nodes; while a sheet is open, without those under its scrim. */
    public static List<Node> shown(Scene scene) {
        List<Node> found = new ArrayList<>();
        Node overlay = scene.getRoot().getChildrenUnmodifiable().stream()
                .filter(child -> child instanceof Overlay open && open.isOpen())
                .findFirst()
                .orElse(scene.getRoot());
        collect(overlay, found);
        return found;
    }

    private static void collect(Node node, List<Node> into) {
        Bounds bounds = node.getLayoutBounds();
        if (!node.isVisible() || node.getOpacity() == 0 || bounds.getWidth() <= 0 || bounds.getHeight() <= 0) {
            return;
        }
        into.add(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
        }
    }

    /** The node's accessible name, or empty. */
    public static String name(Node node) {
        if (node.getAccessibleText() != null && !node.getAccessibleText().isBlank()) {
            return node.getAccessibleText();
        }
        if (node instanceof Labeled labeled
                && labeled.getText() != null
                && !labeled.getText().isBlank()) {
            return labeled.getText();
        }
        return shown(node.getScene()).stream()
                .filter(other -> other instanceof Label label && label.getLabelFor() == node)
                .map(label -> ((Label) label).getText())
                .findFirst()
                .orElse("");
    }

    /** The visible part of a node, in scene coordinates; of width 0 if it is scrolled out of view. */
    public static Bounds inSight(Node node) {
        Bounds seen = node.localToScene(node.getBoundsInLocal());
        for (Node each = node.getParent(); each != null; each = each.getParent()) {
            if (each.getClip() != null) {
                Bounds clip = each.localToScene(each.getClip().getBoundsInParent());
                double left = Math.max(seen.getMinX(), clip.getMinX());
                double top = Math.max(seen.getMinY(), clip.getMinY());
                double width = Math.min(seen.getMaxX(), clip.getMaxX()) - left;
                double height = Math.min(seen.getMaxY(), clip.getMaxY()) - top;
                seen = new BoundingBox(left, top, Math.max(0, width), Math.max(0, height));
            }
        }
        return seen;
    }

    /** A short description that identifies the node. */
    public static String describe(Node node) {
        StringBuilder path = new StringBuilder();
        Node each = node;
        for (int i = 0; each != null && i < 4; i++, each = each.getParent()) {
            String type = each.getClass().getSimpleName();
            path.insert(0, "/" + (type.isEmpty() ? "?" : type) + each.getStyleClass());
        }
        String text = node instanceof Labeled labeled
                ? labeled.getText()
                : node instanceof javafx.scene.text.Text plain ? plain.getText() : "";
        return path + (text == null || text.isEmpty() ? "" : " \u201c" + text + "\u201d");
    }
}

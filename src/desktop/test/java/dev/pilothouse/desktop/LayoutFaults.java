package dev.pilothouse.desktop;

import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.text.PathText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** Finds faults in the layout of what is on screen. Used on the FX thread, after a layout pass. */
final class LayoutFaults {
    /** The smallest target for a thumb, in pixels. */
    private static final double THUMB = 44;
    /** Names, paths and contents of arbitrary length, which may be cut off but not to nothing. */
    private static final Set<String> MAY_BE_CUT = Set.of(
            "session-doing",
            "session-place",
            "session-place-line",
            "session-name",
            "session-title",
            "session-path",
            "tool-target",
            "choice-button",
            "palette-title",
            "palette-detail",
            "panel-file",
            "session-branch",
            "list-cell",
            "queue-text",
            "footer-text",
            "attachment-name",
            "thought-text",
            "pending-session",
            "filter-words",
            "title",
            "strong",
            "health-chip",
            "mono");
    /** The letters of a project's name that stay readable. */
    private static final int NAME = 8;
    /** The letters that are left of a text that may be cut off. */
    private static final int LEFT = 2;

    private final Parent root;
    private final boolean phone;
    private final List<String> faults = new ArrayList<>();

    private LayoutFaults(Parent root) {
        this.root = root;
        phone = root.getStyleClass().contains("phone");
    }

    /** All faults, each as the kind of the fault and the node. */
    static List<String> of(Parent root) {
        LayoutFaults found = new LayoutFaults(root);
        SceneWalk.shown(root.getScene()).forEach(found::check);
        return found.faults;
    }

    private void add(String fault, Node node) {
        faults.add(fault + ": " + SceneWalk.describe(node));
    }

    private void check(Node node) {
        if (node instanceof Labeled labeled
                && labeled.getText() != null
                && !labeled.getText().isBlank()) {
            checkCut(labeled);
        }
        if (node instanceof Text text) {
            checkColumn(text);
        }
        if (node instanceof HBox row) {
            checkRow(row);
        }
        if (node instanceof Control && !(node instanceof ScrollBar)) {
            checkInside(node);
        }
        if (phone && node instanceof ButtonBase button && !(node instanceof Hyperlink)) {
            checkTarget(button);
        }
    }

    private void checkCut(Labeled labeled) {
        if (labeled instanceof PathLabel path) {
            checkName(path);
        }
        boolean mayBeCut = labeled.getStyleClass().stream().anyMatch(MAY_BE_CUT::contains);
        for (Node child : labeled.getChildrenUnmodifiable()) {
            if (!(child instanceof Text text) || !text.getStyleClass().contains("text")) {
                continue;
            }
            String shown = text.getText();
            if (!shown.equals(labeled.getText())) {
                int left = shown.replace("\u2026", "").replace("...", "").length();
                if (!mayBeCut || left < Math.min(LEFT, labeled.getText().length() - 1)) {
                    add("cut to \u201c" + shown + "\u201d", labeled);
                }
            }
            if (text.getLayoutBounds().getHeight() > labeled.getHeight() + 2) {
                add("cut at the bottom", labeled);
            }
        }
    }

    /** The name of a project or a file stays readable, at least its first and last letters. */
    private void checkName(PathLabel label) {
        String name = PathText.nameInLine(label.line());
        String least = PathText.fit(name, NAME).split("\u2026")[0];
        boolean readable = label.getChildrenUnmodifiable().stream()
                .anyMatch(child -> child instanceof Text text && text.getText().contains(least));
        if (!readable) {
            add("no name in \u201c" + label.getText() + "\u201d", label);
        }
    }

    /** A text in which a line has room for about two letters. */
    private void checkColumn(Text text) {
        double letter = text.getFont().getSize();
        if (text.getText().strip().length() >= 6
                && text.getLayoutBounds().getHeight() > letter * 5
                && text.getLayoutBounds().getWidth() < letter * 2.5) {
            add("one letter per line", text);
        }
    }

    private void checkRow(HBox row) {
        Node before = null;
        for (Node child : row.getChildrenUnmodifiable()) {
            if (!child.isManaged()
                    || !child.isVisible()
                    || child.getLayoutBounds().getWidth() <= 0) {
                continue;
            }
            if (before != null) {
                double over = right(before) - left(child);
                boolean sameLine = child.getLayoutY()
                        < before.getLayoutY() + before.getLayoutBounds().getHeight();
                if (over > 1 && sameLine) {
                    add("under its neighbour by " + Math.round(over) + " px", before);
                }
            }
            before = child;
        }
        if (before != null && right(before) > row.getWidth() + 1) {
            add("past the end of its row by " + Math.round(right(before) - row.getWidth()) + " px", before);
        }
    }

    private static double left(Node node) {
        return node.getLayoutX() + node.getLayoutBounds().getMinX();
    }

    private static double right(Node node) {
        return node.getLayoutX() + node.getLayoutBounds().getMaxX();
    }

    /** Whether the node is in something that scrolls, where it may be above or below the window. */
    private static boolean scrolls(Node node) {
        for (Node each = node.getParent(); each != null; each = each.getParent()) {
            if (each instanceof ScrollPane
                    || each.getStyleClass().contains("virtual-flow")
                    || each.getStyleClass().contains("transcript-list")) {
                return true;
            }
        }
        return false;
    }

    private static boolean scrollsSideways(Node node) {
        for (Node each = node.getParent(); each != null; each = each.getParent()) {
            if (each.getStyleClass().contains("side-scroll")
                    || each instanceof VirtualFlow<?> flow
                            && flow.getChildrenUnmodifiable().stream().anyMatch(LayoutFaults::isLowerBar)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLowerBar(Node node) {
        return node instanceof ScrollBar bar && bar.isVisible() && bar.getOrientation() == Orientation.HORIZONTAL;
    }

    private void checkInside(Node node) {
        if (scrollsSideways(node)) {
            return;
        }
        boolean scrolls = scrolls(node);
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        if (bounds.getMinX() < -1
                || bounds.getMaxX() > root.getLayoutBounds().getWidth() + 1
                || (!scrolls && bounds.getMinY() < -1)
                || (!scrolls && bounds.getMaxY() > root.getLayoutBounds().getHeight() + 1)) {
            add("outside of the window", node);
            return;
        }
        if (scrolls) {
            return;
        }
        if (node.isManaged()
                && node.getParent() instanceof Region parent
                && !(parent instanceof Control)
                && parent.getClip() == null) {
            Bounds inParent = node.getBoundsInParent();
            if (node.getTranslateX() == 0
                    && node.getTranslateY() == 0
                    && (left(node) < -1
                            || right(node) > parent.getWidth() + 1
                            || node.getLayoutY() < -1
                            || inParent.getMaxY() > parent.getHeight() + 2)) {
                add("outside of its parent", node);
            }
        }
    }

    private void checkTarget(ButtonBase button) {
        if (button.getHeight() < THUMB - 0.5 || button.getWidth() < THUMB - 0.5) {
            add("a target of " + Math.round(button.getWidth()) + " x " + Math.round(button.getHeight()), button);
        }
    }
}

package dev.pilothouse.ui.fx;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * The scrolling part of a sheet. It is as tall as its content while there is room, so that no scroll bar appears
 * without need. Confined to the FX thread; lives as long as its sheet.
 */
public final class SheetScroll extends ScrollPane {
    /** The room above a node that is scrolled to, for its label. */
    private static final double ABOVE = 60;

    private final Runnable again = this::layOutAgain;

    public SheetScroll(Region content) {
        super(content);
        getStyleClass().add("screen-scroll");
        setFitToWidth(true);
        setMinHeight(80);
        // The default preferred height is the content's before its text is wrapped.
        content.heightProperty().addListener((property, before, now) -> {
            setPrefViewportHeight(now.doubleValue());
            // The height changes during the layout of the sheet, which ignores requests for another layout.
            Scene scene = getScene();
            if (scene != null) {
                scene.removePostLayoutPulseListener(again);
                scene.addPostLayoutPulseListener(again);
            }
        });
    }

    /** Scrolls the sheet so that the node is at its top, as far as it goes. The sheet is laid out. */
    public static void reveal(Node node) {
        Node parent = node.getParent();
        while (parent != null && !(parent instanceof SheetScroll)) {
            parent = parent.getParent();
        }
        if (parent instanceof SheetScroll scroll) {
            Node content = scroll.getContent();
            double hidden = content.getLayoutBounds().getHeight()
                    - scroll.getViewportBounds().getHeight();
            double top = content.sceneToLocal(node.localToScene(node.getLayoutBounds()))
                    .getMinY();
            if (hidden > 0) {
                scroll.setVvalue(Math.min(1, (top - ABOVE) / hidden));
            }
        }
    }

    /** Scrolls the sheet to a message and focuses it, so that screen readers read it. The sheet is in a scene. */
    public static void announce(Node message) {
        show(message);
        message.requestFocus();
    }

    /** Scrolls the sheet, which is in a scene, to a message that may be new. */
    public static void show(Node message) {
        Parent root = message.getScene().getRoot();
        root.applyCss();
        root.layout();
        reveal(message);
    }

    private void layOutAgain() {
        Scene scene = getScene();
        if (scene != null) {
            scene.removePostLayoutPulseListener(again);
        }
        requestLayout();
    }
}

package dev.pilothouse.ui.fx;

import javafx.animation.FadeTransition;
import javafx.animation.Interpolator;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.util.Duration;

/**
 * What may move, and how: for less than 200 ms, and not at all where the person wants it still. The wish stands in the
 * scene itself, as the class {@link #STILL} of its root or of a part, so that whatever moves can ask where it is.
 *
 * <p>Stateless; confined to the FX thread.
 */
public final class Motion {
    /** The style class of a part of the scene in which nothing moves. */
    public static final String STILL = "still";

    private static final Duration APPEARING = Duration.millis(140);

    private Motion() {}

    /** Whether the node lies where nothing shall move. */
    public static boolean still(Node node) {
        if (node.getStyleClass().contains(STILL)) {
            return true;
        }
        for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent.getStyleClass().contains(STILL)) {
                return true;
            }
        }
        return false;
    }

    /** Lets a node that has just been shown appear. */
    public static void appear(Node node) {
        if (still(node)) {
            node.setOpacity(1);
            return;
        }
        FadeTransition fade = new FadeTransition(APPEARING, node);
        fade.setFromValue(0);
        fade.setToValue(1);
        fade.setInterpolator(Interpolator.EASE_OUT);
        fade.play();
    }
}

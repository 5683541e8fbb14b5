package dev.pilothouse.ui.fx;

import javafx.animation.FadeTransition;
import javafx.animation.Interpolator;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.util.Duration;

/**
 * Animations of the interface. Each takes less than 200 ms. None runs where the user has turned animations off. That
 * setting is the style class {@link #STILL} on the scene's root or on a part of the scene, so each animation checks it
 * at its own node.
 *
 * <p>Stateless; confined to the FX thread.
 */
public final class AnimatedTransitions {
    /** The style class of a part of the scene without animations. */
    public static final String STILL = "still";

    private static final Duration APPEARING = Duration.millis(140);

    private AnimatedTransitions() {}

    /** Returns whether animations are off for the node. */
    public static boolean isMotionReduced(Node node) {
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

    /** Fades in a node that was just shown. */
    public static void appear(Node node) {
        if (isMotionReduced(node)) {
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

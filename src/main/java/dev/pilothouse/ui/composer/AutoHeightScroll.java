package dev.pilothouse.ui.composer;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * A scroll pane as tall as its content, up to a limit. It never shrinks below that, so that content above the composer
 * is fully visible if it fits. Confined to the FX thread; lives as long as the composer.
 */
class AutoHeightScroll extends ScrollPane {
    private final Region content;
    private final double most;

    AutoHeightScroll(Region content, double most) {
        super(content);
        this.content = content;
        this.most = most;
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        content.heightProperty()
                .addListener((property, before, now) ->
                        setVbarPolicy(now.doubleValue() <= most ? ScrollBarPolicy.NEVER : ScrollBarPolicy.AS_NEEDED));
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    /** The default preferred height is that of the content before its text is wrapped. */
    @Override
    protected double computePrefHeight(double width) {
        double inner = width < 0 ? width : Math.max(0, width - snappedLeftInset() - snappedRightInset());
        return Math.ceil(Math.min(most, content.prefHeight(inner)) + snappedTopInset() + snappedBottomInset());
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computeMaxHeight(double width) {
        return computePrefHeight(width);
    }
}

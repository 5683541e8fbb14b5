package dev.pilothouse.ui.composer;

import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * As tall as its content up to a limit, and never less, so that what stands above the box is seen whole where it can be.
 * Confined to the FX thread; ends with the composer.
 */
class FitScroll extends ScrollPane {
    private final double most;

    FitScroll(Region content, double most) {
        super(content);
        this.most = most;
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        // Its own wish is that of the content before its words are wrapped.
        content.heightProperty().addListener((property, before, now) -> fit(now.doubleValue()));
        insetsProperty().addListener((property, before, now) -> fit(content.getHeight()));
    }

    private void fit(double content) {
        double height = Math.ceil(Math.min(most, content) + snappedTopInset() + snappedBottomInset());
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
        setVbarPolicy(content <= most ? ScrollBarPolicy.NEVER : ScrollBarPolicy.AS_NEEDED);
    }
}

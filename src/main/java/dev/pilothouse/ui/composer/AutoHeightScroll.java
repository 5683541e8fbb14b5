package dev.pilothouse.ui.composer;

import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * A scroll pane as tall as its content, up to a limit. It never shrinks below that, so that content above the composer
 * is fully visible if it fits. Confined to the FX thread; lives as long as the composer.
 */
class AutoHeightScroll extends ScrollPane {
    private final double most;

    AutoHeightScroll(Region content, double most) {
        super(content);
        this.most = most;
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        // The default preferred height is the content's before its text is wrapped.
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

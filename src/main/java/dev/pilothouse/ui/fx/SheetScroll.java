package dev.pilothouse.ui.fx;

import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * What scrolls inside a sheet: as tall as its content while there is room, so that a sheet has no scroll bar without need.
 * Confined to the FX thread; ends with its sheet.
 */
public final class SheetScroll extends ScrollPane {
    public SheetScroll(Region content) {
        super(content);
        getStyleClass().add("screen-scroll");
        setFitToWidth(true);
        setMinHeight(80);
        // Its own wish is that of the content before its words are wrapped.
        content.heightProperty().addListener((property, before, now) -> setPrefViewportHeight(now.doubleValue()));
    }
}

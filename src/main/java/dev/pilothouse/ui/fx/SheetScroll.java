package dev.pilothouse.ui.fx;

import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * The scrolling part of a sheet. It is as tall as its content while there is room, so that no scroll bar appears
 * without need. Confined to the FX thread; lives as long as its sheet.
 */
public final class SheetScroll extends ScrollPane {
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

    private void layOutAgain() {
        Scene scene = getScene();
        if (scene != null) {
            scene.removePostLayoutPulseListener(again);
        }
        requestLayout();
    }
}

package dev.pilothouse.ui.markdown;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * Content that is wider than its place and scrolls sideways, by wheel, touch or the bar below it. A JavaFX scroll pane
 * needs about thirty nodes for this, which slows a list of many rows.
 *
 * <p>Owns the content; confined to the FX thread; lives as long as its row.
 */
final class HorizontalScroll extends Region {
    private static final double BAR = 4;

    private final Node content;
    private final Region thumb = new Region();
    private final Rectangle clip = new Rectangle();
    private double offset;
    private double dragFrom;

    HorizontalScroll(Node content) {
        this.content = content;
        getStyleClass().add("side-scroll");
        thumb.getStyleClass().add("side-scroll-thumb");
        setClip(clip);
        getChildren().setAll(content, thumb);
        addEventHandler(ScrollEvent.SCROLL, event -> {
            double sideways = event.getDeltaX() != 0 ? event.getDeltaX() : event.isShiftDown() ? event.getDeltaY() : 0;
            if (sideways != 0 && range() > 0) {
                moveTo(offset - sideways);
                event.consume();
            }
        });
        thumb.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            dragFrom = event.getSceneX();
            event.consume();
        });
        thumb.addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> {
            moveTo(offset + (event.getSceneX() - dragFrom) * contentWidth() / Math.max(1, getWidth()));
            dragFrom = event.getSceneX();
            event.consume();
        });
    }

    void toStart() {
        moveTo(0);
    }

    private void moveTo(double wanted) {
        double next = Math.max(0, Math.min(range(), wanted));
        if (next != offset) {
            offset = next;
            requestLayout();
        }
    }

    private double contentWidth() {
        return content.prefWidth(-1) + snappedLeftInset() + snappedRightInset();
    }

    private double range() {
        return Math.max(0, contentWidth() - getWidth());
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefHeight(double width) {
        Insets insets = getInsets();
        return insets.getTop() + content.prefHeight(-1) + insets.getBottom();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double range = range();
        offset = Math.min(offset, range);
        clip.setWidth(width);
        clip.setHeight(getHeight());
        if (content.isResizable()) {
            content.autosize();
        }
        content.relocate(snappedLeftInset() - offset, snappedTopInset());
        thumb.setVisible(range > 0);
        if (range > 0) {
            double length = Math.max(24, width * width / (width + range));
            thumb.resizeRelocate((width - length) * offset / range, getHeight() - BAR - 2, length, BAR);
        }
    }
}

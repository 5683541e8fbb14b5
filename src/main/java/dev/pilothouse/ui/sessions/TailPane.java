package dev.pilothouse.ui.sessions;

import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * Shows the last lines of a text that is longer than the space; a label would show the first ones. Confined to the FX
 * thread. Ends with its parent.
 */
final class TailPane extends Region {
    private final Label text;
    private final Rectangle window = new Rectangle();

    TailPane(Label text) {
        this.text = text;
        text.setWrapText(true);
        setMinSize(0, 0);
        setClip(window);
        getChildren().setAll(text);
    }

    @Override
    protected double computePrefHeight(double width) {
        Insets insets = getInsets();
        double inner = width < 0 ? width : width - insets.getLeft() - insets.getRight();
        return insets.getTop() + text.prefHeight(inner) + insets.getBottom();
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        double width = getWidth() - insets.getLeft() - insets.getRight();
        double room = getHeight() - insets.getTop() - insets.getBottom();
        double height = text.prefHeight(width);
        double top = insets.getTop() + Math.min(0, room - height);
        text.resizeRelocate(insets.getLeft(), snapPositionY(top), width, height);
        window.setWidth(getWidth());
        window.setHeight(getHeight());
    }
}

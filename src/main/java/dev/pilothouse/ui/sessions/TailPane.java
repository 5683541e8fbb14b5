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

    /** The distance between two lines, from the height of the text without wrapped lines. */
    private double lineHeight() {
        double spacing = text.getLineSpacing();
        long lines = Math.max(1, text.getText().lines().count());
        return Math.max(1, (text.prefHeight(-1) + spacing) / lines);
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        double width = getWidth() - insets.getLeft() - insets.getRight();
        double room = getHeight() - insets.getTop() - insets.getBottom();
        double height = text.prefHeight(width);
        // The first line in view is whole.
        double line = lineHeight();
        double hidden = Math.ceil(Math.max(0, height - room) / line) * line;
        text.resizeRelocate(insets.getLeft(), snapPositionY(insets.getTop() - hidden), width, height);
        window.setWidth(getWidth());
        window.setHeight(getHeight());
    }
}

package dev.pilothouse.ui.shell;

import java.util.function.DoubleConsumer;
import javafx.geometry.NodeOrientation;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * The edge of a pane, which changes the width of the pane: by dragging, or by the arrow keys while it has the focus. A
 * double click, or Home, restores the usual width. Confined to the FX thread. Ends with the window.
 */
final class PaneDivider extends Region {
    private static final double THICKNESS = 9;
    private static final double KEY_STEP = 16;

    private final Region pane;
    /** 1 if the pane grows to the right, -1 if it grows to the left. */
    private final int direction;

    private final DoubleConsumer choose;
    private final Runnable reset;
    private double pressedAt;
    private double widthBefore;

    /**
     * @param pane the pane beside the divider
     * @param onItsRight whether the divider is at the right edge of the pane
     * @param name the accessible name
     * @param choose gets the wanted width of the pane in pixels
     */
    PaneDivider(Region pane, boolean onItsRight, String name, DoubleConsumer choose, Runnable reset) {
        this.pane = pane;
        this.direction = onItsRight ? 1 : -1;
        this.choose = choose;
        this.reset = reset;
        getStyleClass().add("pane-divider");
        setManaged(false);
        setCursor(Cursor.H_RESIZE);
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText(name);
        setOnMousePressed(event -> {
            pressedAt = event.getSceneX();
            widthBefore = pane.getWidth();
            event.consume();
        });
        setOnMouseDragged(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                choose.accept(widthBefore + direction * (event.getSceneX() - pressedAt));
                event.consume();
            }
        });
        setOnMouseClicked(this::onClick);
        setOnKeyPressed(this::onKey);
    }

    private void onClick(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            reset.run();
            event.consume();
        }
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT -> choose.accept(pane.getWidth() - direction * KEY_STEP);
            case RIGHT -> choose.accept(pane.getWidth() + direction * KEY_STEP);
            case HOME -> reset.run();
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** Puts the divider over an edge, in the coordinates of its parent. */
    void place(double x, double y, double height) {
        resizeRelocate(x - Math.floor(THICKNESS / 2), y, THICKNESS, height);
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case VALUE -> pane.getWidth();
            case MIN_VALUE -> 0.0;
            case MAX_VALUE -> getScene() == null ? 0.0 : getScene().getWidth();
            case ORIENTATION -> Orientation.HORIZONTAL;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }
}

package dev.pilothouse.ui.fx;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * A sheet over the whole window, on a scrim that dims the rest. It is a part of the scene and not a window of its own, so
 * that it is the same on a phone, where it can be pulled down to be rid of it.
 *
 * <p>Owns the sheet while it is shown; confined to the FX thread; ends with the window.
 */
public final class Overlay extends StackPane {
    /** Pulled down this far, or by a third of its height, a sheet goes; less, and it returns. */
    private static final double PULLED_AWAY = 120;

    private final Region grip = new Region();
    private final ChangeListener<Node> focus = (owner, from, to) -> keepFocus(to);
    private Node focusBefore;
    private Node sheet;
    private double pulledFrom = Double.NaN;

    public Overlay() {
        sceneProperty().addListener((property, before, now) -> {
            // The scene outlives this when another language or a demo brings another window's content.
            if (before != null) {
                before.focusOwnerProperty().removeListener(focus);
            }
            if (now != null) {
                now.focusOwnerProperty().addListener(focus);
            }
        });
        getStyleClass().add("scrim");
        setVisible(false);
        setManaged(false);
        grip.getStyleClass().add("sheet-grip");
        grip.setManaged(false);
        grip.setMouseTransparent(true);
        addEventFilter(MouseEvent.MOUSE_PRESSED, event -> pulledFrom = pulls(event) ? event.getSceneY() : Double.NaN);
        addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> {
            if (isPulled()) {
                sheet.setTranslateY(Math.max(0, event.getSceneY() - pulledFrom));
                requestLayout();
            }
        });
        addEventFilter(MouseEvent.MOUSE_RELEASED, event -> released());
        setOnMousePressed(event -> {
            if (event.getTarget() == this) {
                close();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
    }

    /** Shows the sheet in the middle, in place of the one that is there. */
    public void show(Node sheet) {
        show(sheet, Pos.CENTER);
    }

    /** Shows the sheet where it belongs, in place of the one that is there. */
    public void show(Node sheet, Pos where) {
        setAlignment(sheet, where);
        if (!isVisible() && getScene() != null) {
            focusBefore = getScene().getFocusOwner();
        }
        if (!sheet.getStyleClass().contains("overlay-sheet")) {
            sheet.getStyleClass().add("overlay-sheet");
        }
        this.sheet = sheet;
        pulledFrom = Double.NaN;
        getChildren().setAll(sheet, grip);
        setManaged(true);
        setVisible(true);
        Motion.appear(this);
        sheet.requestFocus();
    }

    /** What lies under the scrim must not be reached by the Tab key either. */
    private void keepFocus(Node owner) {
        if (!isVisible() || owner == null || getChildren().isEmpty()) {
            return;
        }
        for (Node node = owner; node != null; node = node.getParent()) {
            if (node == this) {
                return;
            }
        }
        getChildren().get(0).requestFocus();
    }

    /** On a phone, and not where the finger scrolls, writes or presses something. */
    private boolean pulls(MouseEvent event) {
        if (sheet == null || getParent() == null || !getParent().getStyleClass().contains("phone")) {
            return false;
        }
        boolean inside = false;
        for (Node node = (Node) event.getTarget(); node != null && node != this; node = node.getParent()) {
            if (node instanceof ScrollPane || node instanceof TextInputControl || node.isFocusTraversable()) {
                return false;
            }
            inside |= node == sheet;
        }
        return inside;
    }

    private boolean isPulled() {
        return sheet != null && !Double.isNaN(pulledFrom);
    }

    private void released() {
        if (!isPulled()) {
            return;
        }
        double pulled = sheet.getTranslateY();
        pulledFrom = Double.NaN;
        if (pulled > Math.min(PULLED_AWAY, sheet.getLayoutBounds().getHeight() / 3)) {
            close();
        } else {
            sheet.setTranslateY(0);
            requestLayout();
        }
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (sheet != null) {
            Bounds bounds = sheet.getBoundsInParent();
            double width = grip.prefWidth(-1);
            // The bounds reach as far as the shadow does; the layout says where the sheet itself begins.
            double top = sheet.getLayoutY() + sheet.getTranslateY();
            grip.resizeRelocate(bounds.getCenterX() - width / 2, top + 6, width, grip.prefHeight(-1));
        }
    }

    public boolean isOpen() {
        return isVisible();
    }

    /** Takes the sheet away and gives the focus back. */
    public void close() {
        if (!isVisible()) {
            return;
        }
        setVisible(false);
        setManaged(false);
        getChildren().clear();
        sheet = null;
        Node next = focusBefore;
        focusBefore = null;
        if (next != null && next.getScene() != null && next.getScene() == getScene()) {
            next.requestFocus();
        } else if (getScene() != null) {
            // What had the focus is gone, and keys must reach something.
            getScene().getRoot().requestFocus();
        }
    }
}

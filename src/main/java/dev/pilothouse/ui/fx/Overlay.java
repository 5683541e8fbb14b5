package dev.pilothouse.ui.fx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

/**
 * A sheet over the whole window, on a scrim that dims the rest. It is part of the scene and not a separate window, so
 * that it works the same on a phone. On a phone, pulling the sheet down closes it. A sheet may cover another one, which
 * stays in the scene unseen and returns when it is closed.
 *
 * <p>Owns the sheet while it is shown; confined to the FX thread; lives as long as the window.
 */
public final class Overlay extends StackPane {
    /**
     * The distance in pixels, or a third of the sheet's height if that is less. Pulled further, the sheet closes;
     * otherwise it moves back.
     */
    private static final double PULLED_AWAY = 120;

    /** A sheet of several steps. */
    public interface Steps {
        /**
         * Leaves the last step.
         *
         * @return false if there is none, so that the sheet is closed
         */
        boolean back();
    }

    private final Region grip = new Region();
    private final ChangeListener<Node> focus = (owner, from, to) -> keepFocus(to);
    private final Deque<Covered> covered = new ArrayDeque<>();
    private @Nullable Node focusBefore;
    private @Nullable Node sheet;
    private double pulledFrom = Double.NaN;

    /** A sheet under another one, with its place and the control that had the focus. */
    private record Covered(Node sheet, Pos where, @Nullable Node focus) {}

    public Overlay() {
        sceneProperty().addListener((property, before, now) -> {
            // The scene outlives this overlay: a new language or a demo replaces the window's content.
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
        addEventFilter(MouseEvent.MOUSE_PRESSED, event -> pulledFrom = isPull(event) ? event.getSceneY() : Double.NaN);
        addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> {
            if (sheet != null && isPulled()) {
                sheet.setTranslateY(Math.max(0, event.getSceneY() - pulledFrom));
                requestLayout();
            }
        });
        addEventFilter(MouseEvent.MOUSE_RELEASED, event -> onReleased());
        setOnMousePressed(event -> {
            if (event.getTarget() == this) {
                close();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                back();
                event.consume();
            }
        });
    }

    /** Shows the sheet in the centre. Replaces the current sheet. */
    public void show(Node sheet) {
        show(sheet, Pos.CENTER);
    }

    /** Shows the sheet at a position. Replaces the current sheet, and those that it covers. */
    public void show(Node sheet, Pos where) {
        covered.clear();
        put(sheet, where);
    }

    /** Shows the sheet over the current one, which returns as it was when this one is closed. */
    public void push(Node over) {
        Node under = sheet;
        if (under != null) {
            Node focus = getScene() == null ? null : getScene().getFocusOwner();
            covered.push(new Covered(under, getAlignment(under), focus));
            under.setVisible(false);
            under.setManaged(false);
        }
        put(over, Pos.CENTER);
    }

    private void put(Node sheet, Pos where) {
        setAlignment(sheet, where);
        if (!isVisible() && getScene() != null) {
            focusBefore = getScene().getFocusOwner();
        }
        if (!sheet.getStyleClass().contains("overlay-sheet")) {
            sheet.getStyleClass().add("overlay-sheet");
        }
        this.sheet = sheet;
        pulledFrom = Double.NaN;
        // Covered sheets stay in the scene, because a sheet that leaves it releases what it listens to.
        List<Node> gone = getChildren().stream()
                .filter(node -> node != sheet && covered.stream().noneMatch(each -> each.sheet() == node))
                .toList();
        getChildren().removeAll(gone);
        if (!getChildren().contains(sheet)) {
            getChildren().add(sheet);
        }
        getChildren().add(grip);
        sheet.setManaged(true);
        sheet.setVisible(true);
        setManaged(true);
        setVisible(true);
        AnimatedTransitions.appear(this);
        // The content of a scroll pane joins the scene with its skin. Only then it can have the focus.
        sheet.applyCss();
        sheet.requestFocus();
    }

    /** Moves the focus back to the sheet, so that the Tab key cannot reach anything under the scrim. */
    private void keepFocus(Node owner) {
        Node shown = sheet;
        if (!isVisible() || owner == null || shown == null) {
            return;
        }
        for (Node node = owner; node != null; node = node.getParent()) {
            if (node == this) {
                return;
            }
        }
        shown.requestFocus();
    }

    /**
     * Returns whether the press may start a pull: only on a phone, and not on a control that scrolls, takes text or is
     * pressed.
     */
    private boolean isPull(MouseEvent event) {
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
        return !Double.isNaN(pulledFrom);
    }

    private void onReleased() {
        if (sheet == null || !isPulled()) {
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
            // The bounds include the shadow, so the position comes from the layout.
            double top = sheet.getLayoutY() + sheet.getTranslateY();
            grip.resizeRelocate(bounds.getCenterX() - width / 2, top + 6, width, grip.prefHeight(-1));
        }
    }

    public boolean isOpen() {
        return isVisible();
    }

    /** Leaves the question in its foot, a step of the sheet, or closes it: the Escape key, or a phone's back gesture. */
    public void back() {
        if (Sheets.cancelFoot(sheet)) {
            return;
        }
        if (!(sheet instanceof Steps steps) || !steps.back()) {
            close();
        }
    }

    /** Removes the sheet and restores the focus. The sheet that it covers returns. */
    public void close() {
        if (!isVisible()) {
            return;
        }
        Covered under = covered.poll();
        if (under != null) {
            under.sheet().setTranslateY(0);
            put(under.sheet(), under.where());
            if (under.focus() != null) {
                under.focus().requestFocus();
            }
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
            // The previous focus owner is gone, and key events need a target.
            getScene().getRoot().requestFocus();
        }
    }
}

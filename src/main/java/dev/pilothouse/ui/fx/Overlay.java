package dev.pilothouse.ui.fx;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

/**
 * A sheet over the whole window, on a scrim that dims the rest. It is a part of the scene and not a window of its own, so
 * that it is the same on a phone.
 *
 * <p>Owns the sheet while it is shown; confined to the FX thread; ends with the window.
 */
public final class Overlay extends StackPane {
    private Node focusBefore;

    public Overlay() {
        sceneProperty().addListener((property, before, now) -> {
            if (now != null) {
                now.focusOwnerProperty().addListener((owner, from, to) -> keepFocus(to));
            }
        });
        getStyleClass().add("scrim");
        setVisible(false);
        setManaged(false);
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
        getChildren().setAll(sheet);
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

    public boolean isOpen() {
        return isVisible();
    }

    /** Takes the sheet away and gives the focus back. */
    public void close() {
        setVisible(false);
        setManaged(false);
        getChildren().clear();
        if (focusBefore != null) {
            focusBefore.requestFocus();
            focusBefore = null;
        }
    }
}

package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import javafx.animation.Interpolator;
import javafx.animation.TranslateTransition;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

/**
 * A row that can be swiped to either side. Each side has an action, which runs when the row is released far enough out.
 * A vertical drag scrolls as usual.
 *
 * <p>Owns its nodes. Confined to the FX thread. Ends with its cell.
 */
final class SwipePane extends StackPane {
    private static final double BEGINS = 12;
    private static final double ENOUGH = 88;
    private static final double MAX_DISTANCE = 132;
    private static final PseudoClass FAR_ENOUGH = PseudoClass.getPseudoClass("far-enough");

    private final Node row;
    private final BorderPane behind = new BorderPane();
    private final Label left = Widgets.label("", "swipe-deed", "swipe-pin");
    private final Label right = Widgets.label("", "swipe-deed", "swipe-archive");
    private Runnable toRight = () -> {};
    private Runnable toLeft = () -> {};
    private boolean enabled;
    private boolean swiping;
    private double fromX;
    private double fromY;

    SwipePane(Node row) {
        this.row = row;
        getStyleClass().add("swipe");
        behind.getStyleClass().add("swipe-behind");
        behind.setLeft(left);
        behind.setRight(right);
        BorderPane.setAlignment(left, Pos.CENTER);
        BorderPane.setAlignment(right, Pos.CENTER);
        behind.setVisible(false);
        getChildren().setAll(behind, row);
        addEventFilter(MouseEvent.MOUSE_PRESSED, event -> {
            fromX = event.getSceneX();
            fromY = event.getSceneY();
            swiping = false;
        });
        addEventFilter(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventFilter(MouseEvent.MOUSE_RELEASED, this::release);
    }

    /** Sets the action on the left, which runs on a swipe to the right. */
    void atLeft(Glyph glyph, String words, Runnable deed) {
        left.setText(words);
        left.setGraphic(glyph.node());
        toRight = deed;
    }

    void atRight(Glyph glyph, String words, Runnable deed) {
        right.setText(words);
        right.setGraphic(glyph.node());
        toLeft = deed;
    }

    void setEnabled(boolean on) {
        enabled = on;
    }

    private void drag(MouseEvent event) {
        double x = event.getSceneX() - fromX;
        double y = event.getSceneY() - fromY;
        if (!enabled || (!swiping && (Math.abs(x) < BEGINS || Math.abs(x) < 2 * Math.abs(y)))) {
            return;
        }
        swiping = true;
        behind.setVisible(true);
        row.setTranslateX(Math.max(-MAX_DISTANCE, Math.min(MAX_DISTANCE, x)));
        left.setVisible(x > 0);
        right.setVisible(x < 0);
        pseudoClassStateChanged(FAR_ENOUGH, Math.abs(x) >= ENOUGH);
        event.consume();
    }

    private void release(MouseEvent event) {
        if (!swiping) {
            return;
        }
        swiping = false;
        double x = event.getSceneX() - fromX;
        pseudoClassStateChanged(FAR_ENOUGH, false);
        goBack();
        event.consume();
        if (x >= ENOUGH) {
            toRight.run();
        } else if (x <= -ENOUGH) {
            toLeft.run();
        }
    }

    private void goBack() {
        TranslateTransition back = new TranslateTransition(Duration.millis(140), row);
        back.setToX(0);
        back.setInterpolator(Interpolator.EASE_OUT);
        back.setOnFinished(done -> behind.setVisible(false));
        back.play();
    }

    /** Resets the pane for another row. */
    void reset() {
        swiping = false;
        row.setTranslateX(0);
        behind.setVisible(false);
    }
}

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
import org.jspecify.annotations.Nullable;

/**
 * A row that can be swiped to either side. Each side has an action, which runs when the row is released far enough out.
 * A vertical drag scrolls as usual. What stands behind the row is built at its first swipe, so that a list that is not
 * swiped has no nodes for it.
 *
 * <p>Owns its nodes. Confined to the FX thread. Ends with its cell.
 */
final class SwipePane extends StackPane {
    private static final double BEGINS = 12;
    private static final double ENOUGH = 88;
    private static final double MAX_DISTANCE = 132;
    private static final PseudoClass FAR_ENOUGH = PseudoClass.getPseudoClass("far-enough");

    private final Node row;
    private @Nullable Behind behind;
    private Side left = Side.NONE;
    private Side right = Side.NONE;
    private boolean enabled;
    private boolean swiping;
    private double fromX;
    private double fromY;

    /** The action of one side. */
    private record Side(@Nullable Glyph glyph, String words, Runnable deed) {
        static final Side NONE = new Side(null, "", () -> {});
    }

    /** The words behind the row. */
    private static final class Behind extends BorderPane {
        private final Label left = Widgets.label("", "swipe-deed", "swipe-pin");
        private final Label right = Widgets.label("", "swipe-deed", "swipe-archive");

        Behind() {
            getStyleClass().add("swipe-behind");
            setLeft(left);
            setRight(right);
            setAlignment(left, Pos.CENTER);
            setAlignment(right, Pos.CENTER);
            setVisible(false);
        }

        void show(Side toLeft, Side toRight) {
            show(left, toLeft);
            show(right, toRight);
        }

        private static void show(Label label, Side side) {
            label.setText(side.words());
            label.setGraphic(side.glyph() == null ? null : side.glyph().node());
        }
    }

    SwipePane(Node row) {
        this.row = row;
        getStyleClass().add("swipe");
        getChildren().setAll(row);
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
        left = new Side(glyph, words, deed);
    }

    void atRight(Glyph glyph, String words, Runnable deed) {
        right = new Side(glyph, words, deed);
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
        Behind words = begin();
        row.setTranslateX(Math.max(-MAX_DISTANCE, Math.min(MAX_DISTANCE, x)));
        words.left.setVisible(x > 0);
        words.right.setVisible(x < 0);
        pseudoClassStateChanged(FAR_ENOUGH, Math.abs(x) >= ENOUGH);
        event.consume();
    }

    private Behind begin() {
        Behind words = behind;
        if (words == null) {
            words = new Behind();
            behind = words;
            // The row stays in the scene: it may have the focus.
            getChildren().add(0, words);
        }
        if (!swiping) {
            swiping = true;
            words.show(left, right);
            words.setVisible(true);
        }
        return words;
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
            left.deed().run();
        } else if (x <= -ENOUGH) {
            right.deed().run();
        }
    }

    private void goBack() {
        TranslateTransition back = new TranslateTransition(Duration.millis(140), row);
        back.setToX(0);
        back.setInterpolator(Interpolator.EASE_OUT);
        back.setOnFinished(done -> hide());
        back.play();
    }

    /** Resets the pane for another row. */
    void reset() {
        swiping = false;
        row.setTranslateX(0);
        hide();
    }

    private void hide() {
        if (behind != null) {
            behind.setVisible(false);
        }
    }
}

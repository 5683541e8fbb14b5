package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** Counts the frames of a real window. */
class NonBlinkingCaretTest {
    private static final int FRAMES = 20;

    private final FxRobot fx = new FxRobot();
    private TextArea area;
    private TextField field;
    private Scene scene;

    private void openAWindow(boolean resting) throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            area = new TextArea("Words");
            field = new TextField("Words");
            if (resting) {
                NonBlinkingCaret.install(area);
                NonBlinkingCaret.install(field);
            }
            scene = new Scene(new VBox(area, field), 300, 200);
            stage.setScene(scene);
            stage.show();
        });
    }

    /** A field that still has the focus when its scene is replaced may blink for ever. */
    @AfterEach
    void takeTheFocusAway() {
        fx.interact(() -> scene.getRoot().requestFocus());
    }

    @Test
    void aFieldThatHasTheFocusMakesNoFrames() throws Exception {
        openAWindow(true);

        fx.interact(area::requestFocus);
        assertThat(framesGoOn()).as("in an area").isFalse();
        fx.interact(field::requestFocus);
        assertThat(framesGoOn()).as("in a field").isFalse();
    }

    @Test
    void withoutItTheyGoOn() throws Exception {
        openAWindow(false);
        fx.interact(area::requestFocus);

        assertThat(framesGoOn()).isTrue();
    }

    @Test
    void theCaretIsSeenWhereTheFocusIsAndNotDuringASelection() throws TimeoutException {
        openAWindow(true);
        fx.interact(area::requestFocus);
        assertThat(opacityOfCaret(area)).isEqualTo(1);
        assertThat(opacityOfCaret(field)).isZero();

        fx.interact(area::selectAll);
        assertThat(opacityOfCaret(area)).isZero();

        fx.interact(() -> {
            field.requestFocus();
            field.end();
        });
        assertThat(opacityOfCaret(area)).isZero();
        assertThat(opacityOfCaret(field)).isEqualTo(1);
    }

    private static double opacityOfCaret(TextInputControl control) {
        return control.lookupAll("*").stream()
                .filter(node ->
                        node instanceof Path path && path.strokeProperty().isBound())
                .mapToDouble(Node::getOpacity)
                .findFirst()
                .orElseThrow();
    }

    /** Whether unrequested frames come, within the time of as many requested ones. */
    private boolean framesGoOn() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(FRAMES);
        Runnable ask = () -> {
            asked.countDown();
            if (asked.getCount() > 0) {
                Platform.requestNextPulse();
            }
        };
        long start = System.nanoTime();
        fx.interact(() -> {
            scene.addPostLayoutPulseListener(ask);
            Platform.requestNextPulse();
        });
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        long span = System.nanoTime() - start;
        CountDownLatch more = new CountDownLatch(3);
        Runnable count = more::countDown;
        fx.interact(() -> {
            scene.removePostLayoutPulseListener(ask);
            scene.addPostLayoutPulseListener(count);
        });
        boolean came = more.await(span, TimeUnit.NANOSECONDS);
        fx.interact(() -> scene.removePostLayoutPulseListener(count));
        return came;
    }
}

package dev.pilothouse.ui.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** Links in prose are used by keys. */
class LinkFocusTest {
    private final FxRobot fx = new FxRobot();
    private final List<String> opened = new ArrayList<>();
    private Scene scene;
    private BlockView view;

    @BeforeEach
    void openAWindow() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            view = new BlockView(opened::add, text -> {});
            view.show(MarkdownText.of("See [the `guide` here](https://a.example/1) and [that](https://a.example/2).")
                    .blocks()
                    .get(0));
            scene = new Scene(new VBox(new Button("before"), view), 400, 200);
            stage.setScene(scene);
            stage.show();
            scene.getRoot().getChildrenUnmodifiable().get(0).requestFocus();
        });
    }

    private void press(KeyCode code) {
        fx.interact(() -> {
            Event.fireEvent(
                    scene.getFocusOwner(),
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
            scene.getRoot().layout();
        });
    }

    private long frames() {
        return view.lookupAll(".link-frame").stream().filter(Node::isVisible).count();
    }

    @Test
    void tabReachesEachLinkOnceAndEnterOpensIt() {
        press(KeyCode.TAB);
        press(KeyCode.ENTER);
        press(KeyCode.TAB);
        press(KeyCode.ENTER);

        assertThat(opened).containsExactly("https://a.example/1", "https://a.example/2");
    }

    @Test
    void aFocusedLinkHasAFrameAndNoOtherHasOne() {
        assertThat(frames()).isZero();
        press(KeyCode.TAB);
        assertThat(frames()).isEqualTo(1);
        press(KeyCode.TAB);
        assertThat(frames()).isEqualTo(1);

        fx.interact(() -> {
            scene.getRoot().getChildrenUnmodifiable().get(0).requestFocus();
            scene.getRoot().layout();
        });
        assertThat(frames()).isZero();
    }
}

package dev.pilothouse.ui.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.status.RepositoryAction.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class RepositoryActionBarTest {
    private static final SessionKey SESSION = new SessionKey(new HostId("h1"), new SessionId("s1"));

    private final FxRobot fx = new FxRobot();
    private final List<String> runs = new ArrayList<>();
    private final SimpleObjectProperty<Offer> push = new SimpleObjectProperty<>(new Offer("Push", true, ""));
    private RepositoryActionBar bar;
    private Pane window;

    @BeforeEach
    void openAWindow() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            bar = new RepositoryActionBar(
                    SESSION,
                    List.of(
                            RepositoryAction.always("commit", Glyph.CHECK, "action.save", key -> runs.add("commit")),
                            new RepositoryAction(
                                    "push", Glyph.UP, key -> push, key -> runs.add("push " + key.asText()))));
            window = new HBox(bar);
            stage.setScene(new Scene(window, 600, 200));
            stage.show();
        });
        resize(600);
    }

    private void resize(double width) {
        fx.interact(() -> {
            bar.setMinWidth(width);
            bar.setMaxWidth(width);
            window.applyCss();
            window.layout();
            window.layout();
        });
    }

    private Button button(String id) {
        return (Button) bar.lookup("#" + id);
    }

    @Test
    void aButtonRunsItsActionForTheSession() {
        fx.interact(() -> button("push").fire());
        assertThat(runs).containsExactly("push h1/s1");
        assertThat(button("repository-more").isVisible()).isFalse();
    }

    @Test
    void buttonsWithoutRoomAreInTheMenu() {
        resize(button("commit").getWidth() + 60);
        assertThat(button("commit").isVisible()).isTrue();
        assertThat(button("push").isVisible()).isFalse();
        assertThat(button("repository-more").isVisible()).isTrue();

        resize(600);
        assertThat(button("push").isVisible()).isTrue();
    }

    @Test
    void anActionThatIsRefusedIsDisabledAndGivesTheReason() {
        fx.interact(() -> push.set(new Offer("Push", true, "This device may only look.")));
        assertThat(button("push").isDisabled()).isTrue();
        assertThat(button("push").getAccessibleHelp()).isEqualTo("This device may only look.");
    }

    @Test
    void anActionThatIsNotOfferedTakesNoRoom() {
        fx.interact(() -> push.set(new Offer("Push", false, "")));
        resize(600);
        assertThat(button("push").isVisible()).isFalse();
        assertThat(button("repository-more").isVisible()).isFalse();
    }
}

package dev.pilothouse.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Glyph;
import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class SwipePaneTest {
    private final FxRobot fx = new FxRobot();
    private final Label row = new Label("row");
    private final List<String> done = new ArrayList<>();
    private SwipePane pane;

    @BeforeAll
    static void startToolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    private void open() {
        pane = new SwipePane(row);
        pane.setEnabled(true);
        pane.atLeft(Glyph.PIN, "Pin", () -> done.add("pinned"));
        pane.atRight(Glyph.ARCHIVE, "Archive", () -> done.add("archived"));
    }

    private void mouse(EventType<MouseEvent> type, double x) {
        Event.fireEvent(
                pane,
                new MouseEvent(
                        type,
                        x,
                        0,
                        x,
                        0,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        new PickResult(pane, x, 0)));
    }

    @Test
    void aRowThatIsNotSwipedHasNoNodesForItsActions() {
        fx.interact(() -> {
            open();
            mouse(MouseEvent.MOUSE_PRESSED, 0);
            mouse(MouseEvent.MOUSE_RELEASED, 0);

            assertThat(pane.getChildren()).containsExactly(row);
        });
    }

    @Test
    void aSwipeShowsTheActionAndRunsItWhenReleasedFarOut() {
        fx.interact(() -> {
            open();
            mouse(MouseEvent.MOUSE_PRESSED, 0);
            mouse(MouseEvent.MOUSE_DRAGGED, 100);

            List<String> shown = pane.lookupAll(".swipe-deed").stream()
                    .filter(label -> label.isVisible())
                    .map(label -> ((Label) label).getText())
                    .toList();
            mouse(MouseEvent.MOUSE_RELEASED, 100);

            assertThat(shown).containsExactly("Pin");
            assertThat(done).containsExactly("pinned");
        });
    }

    @Test
    void theNextSwipeShowsTheActionsOfThatTime() {
        fx.interact(() -> {
            open();
            mouse(MouseEvent.MOUSE_PRESSED, 0);
            mouse(MouseEvent.MOUSE_DRAGGED, 100);
            mouse(MouseEvent.MOUSE_RELEASED, 0);
            pane.atLeft(Glyph.PIN, "Unpin", () -> done.add("unpinned"));
            mouse(MouseEvent.MOUSE_PRESSED, 0);
            mouse(MouseEvent.MOUSE_DRAGGED, 100);

            assertThat(((Label) pane.lookup(".swipe-pin")).getText()).isEqualTo("Unpin");
            mouse(MouseEvent.MOUSE_RELEASED, 100);
            assertThat(done).containsExactly("unpinned");
        });
    }
}

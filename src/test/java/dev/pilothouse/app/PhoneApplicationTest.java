package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.ManualLifecycle;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

final class PhoneApplicationTest {
    private final FxRobot fx = new FxRobot();
    private final Pane root = new Pane();
    private Scene scene;
    private int menus;

    @BeforeAll
    static void startJavaFx() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @BeforeEach
    void makeAScene() {
        fx.interact(() -> scene = new Scene(root, 300, 300));
        root.setOnContextMenuRequested(event -> menus++);
    }

    @Test
    void backAtTheRootLeavesTheApp() {
        ManualLifecycle lifecycle = new ManualLifecycle();
        PhoneApplication.leaveOnBack(scene, lifecycle);

        press(KeyCode.ESCAPE);

        assertThat(lifecycle.quits()).isEqualTo(1);
    }

    @Test
    void backThatTheAppUsesDoesNotLeaveIt() {
        ManualLifecycle lifecycle = new ManualLifecycle();
        root.addEventHandler(KeyEvent.KEY_PRESSED, Event::consume);
        PhoneApplication.leaveOnBack(scene, lifecycle);

        press(KeyCode.ESCAPE);
        press(KeyCode.A);

        assertThat(lifecycle.quits()).isZero();
    }

    @Test
    void aLongPressOpensTheMenu() {
        PhoneApplication.ignoreLongPressOfDrag(scene);

        mouse(MouseEvent.MOUSE_PRESSED, 100);
        mouse(MouseEvent.MOUSE_DRAGGED, 108);
        requestMenu(100);

        assertThat(menus).isEqualTo(1);
    }

    @Test
    void aSlowDragOpensNoMenuAndTheNextLongPressDoes() {
        PhoneApplication.ignoreLongPressOfDrag(scene);

        mouse(MouseEvent.MOUSE_PRESSED, 100);
        mouse(MouseEvent.MOUSE_DRAGGED, 112);
        mouse(MouseEvent.MOUSE_DRAGGED, 101);
        requestMenu(100);
        assertThat(menus).isZero();

        mouse(MouseEvent.MOUSE_PRESSED, 100);
        requestMenu(100);
        assertThat(menus).isEqualTo(1);
    }

    private void press(KeyCode key) {
        fx.interact(() -> Event.fireEvent(
                root, new KeyEvent(KeyEvent.KEY_PRESSED, "", key.getName(), key, false, false, false, false)));
    }

    private void mouse(javafx.event.EventType<MouseEvent> type, double y) {
        fx.interact(() -> Event.fireEvent(
                root,
                new MouseEvent(
                        type,
                        50,
                        y,
                        50,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        true,
                        false,
                        true,
                        null)));
    }

    private void requestMenu(double y) {
        fx.interact(() -> Event.fireEvent(
                root, new ContextMenuEvent(ContextMenuEvent.CONTEXT_MENU_REQUESTED, 50, y, 50, y, false, null)));
    }
}

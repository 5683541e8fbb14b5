package dev.pilothouse.desktop.phone;

import dev.pilothouse.app.ClientApplication;
import dev.pilothouse.app.ClientStart;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.desktop.PngFile;
import dev.pilothouse.desktop.SceneWalk;
import dev.pilothouse.model.HostText;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.platform.ManualDisplay;
import dev.pilothouse.platform.ManualLifecycle;
import dev.pilothouse.platform.MobileServices;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.FakeKeyboard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The phone app in a window of a phone's size: the app's composition, its real screens, keys and files in a folder,
 * real sockets. The device's services are simulated: lifecycle, keyboard, display. Tests see and touch what a user
 * would.
 *
 * <p>Owns the window and the app. Used on the test's thread; ends with {@link #close()}.
 */
final class DeskPhone implements AutoCloseable {
    static final double WIDTH = 390;
    static final double HEIGHT = 844;
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path folder;
    /** The host in this process, if the device is a desktop. */
    private final PairedHosts.@Nullable Local local;

    private final double width;
    private final double height;
    private final Thread.UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
    private final List<String> shared = new ArrayList<>();
    private List<Path> pictures = List.of();
    /** The window of this run; an ended app stays bound to its window. */
    private OwnWindow window;

    private Duration later = Duration.ZERO;
    private ManualLifecycle lifecycle;
    private FakeKeyboard keyboard;
    private App app;
    /** The texts of the first frame of this run. */
    private volatile List<String> firstFrame = List.of();

    /** @param folder the device's own; another phone on the same folder is the same device, restarted */
    DeskPhone(Path folder) throws TimeoutException {
        this(folder, null, WIDTH, HEIGHT);
    }

    private DeskPhone(Path folder, PairedHosts.@Nullable Local local, double width, double height)
            throws TimeoutException {
        this.folder = folder;
        this.local = local;
        this.width = width;
        this.height = height;
        run();
    }

    /** The same app in the window of a desktop. */
    static DeskPhone desktop(Path folder, PairedHosts.Local local) throws TimeoutException {
        return new DeskPhone(folder, local, 1_200, 800);
    }

    private final class App extends ClientApplication {
        @Override
        protected ClientStart open() {
            PlatformServices services = new PlatformServices(
                    () -> folder,
                    new FileSecureStore(folder.resolve("secrets")),
                    lifecycle,
                    new ManualDisplay(
                            local == null ? DeviceDisplay.FormFactor.PHONE : DeviceDisplay.FormFactor.DESKTOP),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(chosen -> chosen.accept(pictures)),
                    Optional.empty(),
                    Optional.empty(),
                    new MobileServices(Optional.of(keyboard), Optional.of(shared::add), Optional.empty()),
                    true);
            return new ClientStart(
                    services, local, "Test phone", "Test", Optional.of(true), address -> {}, HostText.NONE);
        }

        @Override
        protected Clock clock() {
            return Clock.offset(Clock.systemUTC(), later);
        }

        @Override
        protected double[] windowSize() {
            return new double[] {width, height};
        }
    }

    private void run() throws TimeoutException {
        window = new OwnWindow();
        onFx(() -> {
            lifecycle = new ManualLifecycle();
            keyboard = new FakeKeyboard();
            app = new App();
            app.start(stage());
            firstFrame = List.of();
            scene().addPostLayoutPulseListener(new Runnable() {
                private final Scene scene = scene();

                @Override
                public void run() {
                    if (scene.getWindow().isShowing()) {
                        scene.removePostLayoutPulseListener(this);
                        firstFrame = words();
                    }
                }
            });
            return null;
        });
        size(width, height);
    }

    /** Advances the device's clock by so much from its next start on. */
    void sleepFor(Duration time) {
        later = later.plus(time);
    }

    /** Ends the app, as a swipe in the task list does, and starts it again. */
    void restart() throws TimeoutException {
        end();
        run();
    }

    /** Sets the files that the user picks from the gallery. */
    void gallery(List<Path> chosen) {
        pictures = chosen;
    }

    /** The texts that were shared with other apps. */
    List<String> shared() {
        return onFx(() -> List.copyOf(shared));
    }

    ManualLifecycle lifecycle() {
        return lifecycle;
    }

    FakeKeyboard keyboard() {
        return keyboard;
    }

    Stage stage() {
        return window.stage();
    }

    Scene scene() {
        return stage().getScene();
    }

    /** Rotates or replaces the device: resizes the window. */
    void size(double width, double height) {
        onFx(() -> {
            stage().setMinWidth(0);
            stage().setMinHeight(0);
            stage().setWidth(width);
            stage().setHeight(height);
            return null;
        });
        settle();
    }

    void settle() {
        WaitForAsyncUtils.waitForFxEvents(4);
    }

    <T> T onFx(Supplier<T> task) {
        try {
            return WaitForAsyncUtils.asyncFx(task::get).get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("failed on the FX thread", failed.getCause());
        } catch (InterruptedException | TimeoutException silent) {
            throw new AssertionError("the FX thread did not answer", silent);
        }
    }

    /** A visible node that matches the selector. */
    Optional<Node> find(String selector) {
        return onFx(() -> {
            List<Node> shown = SceneWalk.shown(scene());
            return scene().getRoot().lookupAll(selector).stream()
                    .filter(shown::contains)
                    .findFirst();
        });
    }

    /** Waits for a visible node that matches the selector. */
    Node await(String selector) {
        Awaitility.await("shown: " + selector)
                .atMost(TIMEOUT)
                .until(() -> find(selector).isPresent());
        return find(selector).orElseThrow();
    }

    /** The texts on screen, from top to bottom in the order of the views. */
    List<String> words() {
        return onFx(() -> SceneWalk.shown(scene()).stream()
                // A label draws its text by a child node.
                .map(node -> node instanceof Text text && !(text.getParent() instanceof Labeled)
                        ? text.getText()
                        : node instanceof Labeled labeled ? labeled.getText() : "")
                .filter(words -> words != null && !words.isBlank())
                .toList());
    }

    /** The texts of the first frame that the window was shown with. */
    List<String> firstFrame() {
        Awaitility.await("a frame").atMost(TIMEOUT).until(() -> !firstFrame.isEmpty());
        return firstFrame;
    }

    boolean says(String part) {
        return words().stream().anyMatch(words -> words.contains(part));
    }

    void awaitWords(String part) {
        Awaitility.await("on screen: " + part).atMost(TIMEOUT).until(() -> says(part));
    }

    /** Waits until the node can be pressed, and presses it. */
    void tap(String selector) {
        Awaitility.await("can be pressed: " + selector)
                .atMost(TIMEOUT)
                .until(() -> find(selector).filter(node -> !node.isDisabled()).isPresent());
        tap(find(selector).orElseThrow());
    }

    /** Presses the node that shows this text. */
    void tapWords(String part) {
        awaitWords(part);
        Predicate<Node> saying = node -> node instanceof Labeled labeled
                && labeled.getText() != null
                && labeled.getText().contains(part);
        tap(onFx(() -> SceneWalk.shown(scene()).stream()
                .filter(saying)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not on screen: " + part))));
    }

    /** A touch and release without a move, with the events of a touch screen. */
    void tap(Node node) {
        onFx(() -> {
            Bounds at = node.localToScene(node.getLayoutBounds());
            for (EventType<MouseEvent> type :
                    List.of(MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED, MouseEvent.MOUSE_CLICKED)) {
                touch(node, type, at.getCenterX(), at.getCenterY());
            }
            return null;
        });
        settle();
    }

    private static void touch(Node node, EventType<MouseEvent> type, double x, double y) {
        boolean down = type == MouseEvent.MOUSE_PRESSED;
        Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        down,
                        false,
                        false,
                        true,
                        false,
                        true,
                        null));
    }

    /**
     * A finger that scrolls there and is lifted while it moves, with the events of JavaFX on a touch screen: first the
     * finger's, then those of the inertia, each a little shorter.
     *
     * @param perFrame distance of a frame, downwards if positive, which shows earlier content
     */
    void fling(String selector, double perFrame) {
        Node node = await(selector);
        onFx(() -> {
            touchScroll(node, ScrollEvent.SCROLL_STARTED, 0, false);
            for (int frame = 0; frame < 4; frame++) {
                touchScroll(node, ScrollEvent.SCROLL, perFrame, false);
            }
            touchScroll(node, ScrollEvent.SCROLL_FINISHED, 0, false);
            for (double left = perFrame; Math.abs(left) > 4; left *= 0.8) {
                touchScroll(node, ScrollEvent.SCROLL, left, true);
            }
            return null;
        });
        settle();
    }

    /** One frame of it: the event, and the layout that follows. */
    private void touchScroll(Node node, EventType<ScrollEvent> type, double by, boolean inertia) {
        Bounds at = node.localToScene(node.getLayoutBounds());
        double x = at.getCenterX();
        double y = at.getCenterY();
        Event.fireEvent(
                node,
                new ScrollEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        false,
                        false,
                        false,
                        false,
                        true,
                        inertia,
                        0,
                        by,
                        0,
                        by,
                        ScrollEvent.HorizontalTextScrollUnits.NONE,
                        0,
                        ScrollEvent.VerticalTextScrollUnits.NONE,
                        0,
                        inertia ? 0 : 1,
                        null));
        scene().getRoot().layout();
    }

    /** A long press, which opens a menu. */
    void pressLong(String selector) {
        Node node = await(selector);
        onFx(() -> {
            Bounds at = node.localToScene(node.getLayoutBounds());
            Event.fireEvent(
                    node,
                    new ContextMenuEvent(
                            ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                            at.getCenterX(),
                            at.getCenterY(),
                            100,
                            100,
                            false,
                            null));
            return null;
        });
        settle();
    }

    /** Chooses from the open menu. */
    void choose(String words) {
        onFx(() -> {
            MenuItem chosen = Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .flatMap(open -> ((ContextMenu) open).getItems().stream())
                    .filter(item -> words.equals(item.getText()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not in a menu: " + words));
            chosen.getParentPopup().hide();
            chosen.fire();
            return null;
        });
        settle();
    }

    /** The bounds of a text of the conversation, or null if it is not on screen. */
    Bounds placeOf(String words) {
        return onFx(() -> SceneWalk.shown(scene()).stream()
                .filter(node -> node instanceof Text text && text.getText().equals(words))
                .map(SceneWalk::inSight)
                .filter(bounds -> bounds.getHeight() > 1)
                .findFirst()
                .orElse(null));
    }

    void write(String selector, String text) {
        TextInputControl field = (TextInputControl) await(selector);
        onFx(() -> {
            field.setText(text);
            field.end();
            return null;
        });
        settle();
    }

    /** Pastes a ticket and waits until its host is listed. */
    void pair(String ticket) {
        write("#ticket-text", ticket);
        tap("#pair");
        Awaitility.await("paired")
                .atMost(TIMEOUT)
                .until(() -> find("#ticket-text").isEmpty());
    }

    void send(String prompt) {
        write("#composer-input", prompt);
        tap(".send-button");
    }

    /** With {@code -Dpictures=FOLDER}, writes a picture of the screen. */
    void look(String name) throws Exception {
        String pictures = System.getProperty("pictures");
        if (pictures != null) {
            Files.createDirectories(Path.of(pictures));
            PngFile.write(onFx(() -> scene().snapshot(null)), Path.of(pictures, name + ".png"));
        }
    }

    private void end() {
        onFx(() -> {
            app.stop();
            return null;
        });
        window.close();
    }

    @Override
    public void close() {
        end();
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        onFx(() -> {
            Thread.currentThread().setUncaughtExceptionHandler(null);
            return null;
        });
    }
}

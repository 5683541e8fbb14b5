package dev.pilothouse.app;

import dev.pilothouse.model.HostText;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.CodeScanner;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.DeviceLanguage;
import dev.pilothouse.platform.IncomingLinks;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.platform.Vibrator;
import dev.pilothouse.platform.attach.AttachPlatform;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.event.EventHandler;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The app on a phone or tablet. It uses the services of Gluon Attach and the whole screen, and runs no host. JavaFX
 * calls it, on the FX thread. Ends with the app.
 */
public abstract class PhoneApplication extends ClientApplication {

    /** A finger that moved further than this, in pixels, drags, and does not press for long. */
    private static final double STILL = 10;

    private final String platformName;
    private final boolean hasBackKey;
    private final Supplier<Optional<CodeScanner>> camera;
    private final Supplier<Optional<Vibrator>> vibrator;
    private final Supplier<Optional<IncomingLinks>> links;
    private @Nullable AppLifecycle lifecycle;

    /**
     * @param platformName the name of this platform that hosts show, such as {@code Android}
     * @param hasBackKey whether the device has a Back key or gesture, which JavaFX reports as Escape
     * @param camera called once, on the FX thread; an empty result means that this build has no camera
     * @param vibrator likewise
     * @param links likewise; empty also where links arrive in another way
     */
    protected PhoneApplication(
            String platformName,
            boolean hasBackKey,
            Supplier<Optional<CodeScanner>> camera,
            Supplier<Optional<Vibrator>> vibrator,
            Supplier<Optional<IncomingLinks>> links) {
        this.platformName = platformName;
        this.hasBackKey = hasBackKey;
        this.camera = camera;
        this.vibrator = vibrator;
        this.links = links;
    }

    @Override
    protected final ClientStart open() {
        PlatformServices services = AttachPlatform.phone(camera.get(), vibrator.get(), links.get());
        lifecycle = services.lifecycle();
        DeviceLanguage.read(services.storage().privateFolder().resolve("language"))
                .or(() -> DeviceLanguage.parse(System.getenv(DeviceLanguage.VARIABLE)))
                .ifPresent(Locale::setDefault);
        boolean tablet = services.display().formFactor() == DeviceDisplay.FormFactor.TABLET;
        return new ClientStart(
                services,
                null,
                platformName + (tablet ? " tablet" : " phone"),
                platformName,
                Optional.empty(),
                AttachPlatform::openLink,
                HostText.NONE);
    }

    @Override
    protected final void prepareStage(Stage stage, Preferences kept) {
        ignoreLongPressOfDrag(stage.getScene());
        if (hasBackKey && lifecycle != null) {
            leaveOnBack(stage.getScene(), lifecycle);
        }
    }

    /** Back goes one step back in the app, and at its root leaves it. */
    static void leaveOnBack(Scene scene, AppLifecycle lifecycle) {
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                lifecycle.quit();
            }
        });
    }

    /** GluonFX reports a long press also for a finger that has moved meanwhile. */
    static void ignoreLongPressOfDrag(Scene scene) {
        EventHandler<InputEvent> filter = new EventHandler<>() {
            private Point2D down = Point2D.ZERO;
            private boolean moved;

            @Override
            public void handle(InputEvent event) {
                if (event instanceof MouseEvent mouse) {
                    Point2D here = new Point2D(mouse.getSceneX(), mouse.getSceneY());
                    if (mouse.getEventType() == MouseEvent.MOUSE_PRESSED) {
                        down = here;
                        moved = false;
                    } else if (mouse.getEventType() == MouseEvent.MOUSE_DRAGGED) {
                        moved |= here.distance(down) > STILL;
                    }
                } else if (event instanceof ContextMenuEvent menu && !menu.isKeyboardTrigger() && moved) {
                    event.consume();
                }
            }
        };
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, filter::handle);
        scene.addEventFilter(MouseEvent.MOUSE_DRAGGED, filter::handle);
        scene.addEventFilter(ContextMenuEvent.CONTEXT_MENU_REQUESTED, filter::handle);
    }

    @Override
    protected final double[] windowSize() {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        return new double[] {screen.getWidth(), screen.getHeight()};
    }
}

package dev.pilothouse.desktop;

import dev.pilothouse.app.ClientApplication;
import dev.pilothouse.app.ClientStart;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.desktop.instance.SingleInstance;
import dev.pilothouse.desktop.notify.DesktopNotifier;
import dev.pilothouse.desktop.platform.DesktopFileOpener;
import dev.pilothouse.desktop.service.WindowsRegistry;
import dev.pilothouse.model.HostText;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.MobileServices;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.platform.SharedContentFolder;
import dev.pilothouse.platform.attach.AttachPlatform;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.ui.fx.FxExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desktop window. The usual form contains a host, or joins the running one. The phone form has no host and is
 * paired with one.
 *
 * <p>Owns the host through the application's shutdown sequence. JavaFX creates it and calls it.
 */
public final class DesktopApplication extends ClientApplication {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopApplication.class);
    /** JavaFX instantiates this class itself and passes no arguments to its constructor. */
    private static final AtomicReference<WindowPreparation> BEGUN = new AtomicReference<>();

    private WindowOptions options;
    private Runnable onDrawn = () -> {};
    private Runnable awaitFonts = () -> {};
    private Optional<SingleInstance> only = Optional.empty();
    private Optional<HostInWindow> host = Optional.empty();
    private Optional<Boolean> systemDark = Optional.empty();
    private boolean calm;
    /** Present only in the phone form: a minimized desktop window keeps sending notifications. */
    private Optional<WindowLifecycle> phoneLife = Optional.empty();

    /** Opens the window with the parts that were started for it. Returns when the window is closed. */
    static void run(WindowPreparation begun, String[] arguments) {
        BEGUN.set(begun);
        launch(DesktopApplication.class, arguments);
    }

    /** Runs outside the FX thread: waits until it is known which host the window has. */
    @Override
    public void init() {
        WindowPreparation begun = BEGUN.getAndSet(null);
        options = begun.options();
        onDrawn = begun::onDrawn;
        awaitFonts = begun::awaitFonts;
        only = begun.singleInstance();
        only.ifPresent(claim -> resources().add(claim));
        super.init();
        host = begun.host();
        host.ifPresent(opened -> resources().add(opened));
        systemDark = begun.systemDark();
        calm = begun.reducedMotion();
    }

    @Override
    protected void loadFonts() {
        awaitFonts.run();
    }

    @Override
    protected ClientStart open() {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            NamedThreads.start("windows-registry", WindowsRegistry::register);
        }
        WakeLifecycle lifecycle = resources().add(WakeLifecycle.over(AttachPlatform.lifecycle()));
        resources().add(new MemoryWatch(MemoryWatch.NEARLY_FULL, lifecycle::onMemoryLow));
        if (options.phone()) {
            phoneLife = Optional.of(new WindowLifecycle(lifecycle));
        }
        PairedHosts.Local local = host.map(HostInWindow::local).orElse(null);
        // Items that other apps share with a phone come from a folder here, so the share target can be tried on a
        // desktop.
        MobileServices mobileServices = options.phone()
                ? MobileServices.NOTHING.withSharedContent(
                        new SharedContentFolder(options.profileFolder().resolve("given")))
                : MobileServices.NOTHING;
        PlatformServices device = DesktopPlatform.services(
                options.profileFolder(),
                resources().add(new DesktopNotifier()),
                phoneLife.<AppLifecycle>map(life -> life).orElse(lifecycle),
                resources().add(new DesktopFileOpener()),
                host.<LocalHost>map(opened -> opened).filter(opened -> local != null),
                mobileServices,
                calm);
        return new ClientStart(
                device,
                local,
                options.phone() ? DesktopPlatform.machineName() + " (phone form)" : DesktopPlatform.machineName(),
                System.getProperty("os.name"),
                systemDark,
                address -> getHostServices().showDocument(address),
                host.map(HostInWindow::problem).orElseGet(() -> CompletableFuture.completedFuture(HostText.NONE)));
    }

    @Override
    protected double[] windowSize() {
        return options.phone() ? new double[] {390, 844} : new double[] {1_440, 900};
    }

    @Override
    protected void prepareStage(Stage stage, Preferences kept) {
        double[] size = windowSize();
        List<Rectangle2D> screens = new ArrayList<>();
        screens.add(Screen.getPrimary().getVisualBounds());
        Screen.getScreens().forEach(screen -> screens.add(screen.getVisualBounds()));
        WindowLocationStore.install(stage, kept, screens, size[0], size[1]);
        phoneLife.ifPresent(life -> life.follow(stage.iconifiedProperty()));
        Scene scene = stage.getScene();
        scene.addPostLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                if (stage.isShowing()) {
                    scene.removePostLayoutPulseListener(this);
                    onDrawn.run();
                    NamedThreads.start("window-icon", () -> showIcon(stage));
                }
            }
        });
        try {
            if (only.isPresent()) {
                only.get().listen(options.environmentText(), link -> {
                    LOG.info("Another start of the program brings the window forward");
                    bringToFront(link);
                });
            }
        } catch (IOException deaf) {
            LOG.warn("A second start of the program will not find this window: {}", deaf.toString());
        }
        options.link().ifPresent(this::bringToFront);
    }

    /** Decodes the window's icon, which takes longer than a frame may, outside of the FX thread. */
    private static void showIcon(Stage stage) {
        try (InputStream icon =
                DesktopApplication.class.getResourceAsStream("/dev/pilothouse/icon/pilothouse-256.png")) {
            if (icon != null) {
                Image decoded = new Image(icon);
                new FxExecutor().execute(() -> stage.getIcons().add(decoded));
            }
        } catch (IOException unreadable) {
            LOG.warn("The icon of the window cannot be read: {}", unreadable.toString());
        }
    }
}

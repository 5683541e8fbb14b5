package dev.pilothouse.platform.attach;

import com.gluonhq.attach.browser.BrowserService;
import com.gluonhq.attach.display.DisplayService;
import com.gluonhq.attach.keyboard.KeyboardService;
import com.gluonhq.attach.lifecycle.LifecycleService;
import com.gluonhq.attach.pictures.PicturesService;
import com.gluonhq.attach.share.ShareService;
import com.gluonhq.attach.statusbar.StatusBarService;
import com.gluonhq.attach.storage.StorageService;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.CodeScanner;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.platform.IncomingLinks;
import dev.pilothouse.platform.LaunchLinkSource;
import dev.pilothouse.platform.MobileServices;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.SharedContentFolder;
import dev.pilothouse.platform.StatusBar;
import dev.pilothouse.platform.StorageRoot;
import dev.pilothouse.platform.Vibrator;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.paint.Color;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the ports from the device's services. Owns nothing. Confined to the FX thread. */
public final class AttachPlatform {

    private static final Logger log = LoggerFactory.getLogger(AttachPlatform.class);

    private AttachPlatform() {}

    /**
     * All services of a phone. It has no host.
     *
     * @param scanner the camera; only some builds have one
     * @param vibrator likewise
     * @param links likewise; without it, only the link that started the app arrives
     */
    public static PlatformServices phone(
            Optional<CodeScanner> scanner, Optional<Vibrator> vibrator, Optional<IncomingLinks> links) {
        StorageRoot storage = storage();
        LaunchLinkSource shared = new LaunchLinkSource(
                System.getProperty(LaunchLinkSource.PROPERTY),
                new SharedContentFolder(storage.privateFolder().resolve("given")));
        links.ifPresent(source -> source.observe(shared::receive));
        return new PlatformServices(
                storage,
                new FileSecureStore(storage.privateFolder().resolve("secrets")),
                lifecycle(),
                display(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PicturesService.create().map(AttachPicker::new),
                Optional.empty(),
                Optional.empty(),
                mobileServices().withCodeScanner(scanner).withVibrator(vibrator).withSharedContent(shared),
                false);
    }

    /** Contains only the services that Attach offers on this device. */
    private static MobileServices mobileServices() {
        return new MobileServices(
                KeyboardService.create().map(AttachKeyboard::new),
                ShareService.create().map(AttachShare::new),
                statusBar());
    }

    /**
     * Only on iOS, which picks the colour of the icons too. On Android Attach would leave them light on a light ground, so
     * the bar stays dark there, as in our Android theme.
     */
    private static Optional<StatusBar> statusBar() {
        return com.gluonhq.attach.util.Platform.isIOS()
                ? StatusBarService.create().map(service -> ground -> service.setColor(Color.web(ground)))
                : Optional.empty();
    }

    /** @throws IllegalStateException if Attach has no such service for this device */
    public static StorageRoot storage() {
        return new AttachStorageRoot(StorageService.create().orElseThrow(() -> missing("storage")));
    }

    /** @throws IllegalStateException if Attach has no such service for this device */
    public static AppLifecycle lifecycle() {
        return new AttachLifecycle(LifecycleService.create().orElseThrow(() -> missing("lifecycle")));
    }

    /**
     * @throws IllegalStateException if this is not the FX thread, on which the display must first be used, or if Attach
     *     has no such service for this device
     */
    public static DeviceDisplay display() {
        if (!Platform.isFxApplicationThread()) {
            throw new IllegalStateException("The display may be asked on the FX thread only");
        }
        return new AttachDisplay(
                DisplayService.create().orElseThrow(() -> missing("display")),
                com.gluonhq.attach.util.Platform.isIOS());
    }

    /** Opens a web address in the device's browser; does nothing where there is none. */
    public static void openLink(String address) {
        BrowserService.create().ifPresent(browser -> {
            try {
                browser.launchExternalBrowser(address);
            } catch (IOException | URISyntaxException e) {
                // An agent wrote the address, so a wrong one is not a bug of this app. It is not logged, because it is
                // the agent's text.
                log.warn("The browser did not open a link: {}", e.getClass().getSimpleName());
            }
        });
    }

    private static IllegalStateException missing(String service) {
        return new IllegalStateException(
                "Gluon Attach has no " + service + " service here: is its jar on the class path?");
    }
}

package dev.pilothouse.desktop;

import dev.pilothouse.app.ClientApplication;
import dev.pilothouse.app.ClientStart;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.desktop.bridge.LocalAddresses;
import dev.pilothouse.desktop.discovery.JmdnsFinder;
import dev.pilothouse.desktop.files.DesktopFileOpener;
import dev.pilothouse.desktop.machine.SingleWindow;
import dev.pilothouse.desktop.notify.DesktopNotifier;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.attach.AttachPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desktop window. In its usual form it has a host in it, or joins the one that runs; in the phone's form it has none and
 * is paired with one.
 *
 * <p>Owns the host through the application's shutdown sequence. JavaFX makes it and calls it.
 */
public final class DesktopApplication extends ClientApplication {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopApplication.class);
    private static final Duration CLAIM_WITHIN = Duration.ofSeconds(15);
    private static final Duration CLAIM_PAUSE = Duration.ofMillis(200);

    private WindowOptions options;
    private Optional<SingleWindow> only = Optional.empty();
    private Optional<HostInWindow> host = Optional.empty();
    private Optional<Boolean> systemDark = Optional.empty();
    private boolean calm;

    /** Away from the FX thread: a host reads its journals before it listens. */
    @Override
    public void init() {
        options = WindowOptions.parse(getParameters().getRaw()).orElseThrow();
        only = claim();
        systemDark = SystemAppearance.dark();
        calm = SystemAppearance.calm().orElse(false);
        if (!options.phone()) {
            HostInWindow opened = owned().own(HostInWindow.open(options));
            host = Optional.of(opened);
            // A session's end or a signal ends the JVM without closing the window, and agents must not outlive it.
            Runtime.getRuntime().addShutdownHook(new Thread(opened::closeQuietly, "host-shutdown"));
        }
    }

    /**
     * Takes the profile, or ends the program: of two starts in the same moment, both of which saw no window, one is later.
     *
     * @return empty if the profile cannot be used, which the window then says
     */
    private Optional<SingleWindow> claim() {
        long began = System.nanoTime();
        try {
            Optional<SingleWindow> mine = SingleWindow.claim(options.profileFolder());
            while (mine.isEmpty()) {
                // It may still be starting, or just ending.
                int code = DesktopMain.leave(
                        options,
                        SingleWindow.knock(
                                options.profileFolder(),
                                options.world(),
                                options.link().orElse("")));
                if (code < 0 && System.nanoTime() - began > CLAIM_WITHIN.toNanos()) {
                    System.err.println("Another process has the profile " + options.profileFolder()
                            + " and does not answer. End it, or choose another profile with --profile.");
                    code = 1;
                }
                if (code >= 0) {
                    System.exit(code);
                }
                LockSupport.parkNanos(CLAIM_PAUSE.toNanos());
                mine = SingleWindow.claim(options.profileFolder());
            }
            return Optional.of(owned().own(mine.get()));
        } catch (IOException unusable) {
            LOG.warn("The profile {} cannot be claimed: {}", options.profileFolder(), unusable.toString());
            return Optional.empty();
        }
    }

    @Override
    protected ClientStart open() {
        PlatformServices device = DesktopPlatform.services(
                        options.profileFolder(),
                        owned().own(new DesktopNotifier()),
                        owned().own(WakingLifecycle.over(AttachPlatform.lifecycle())),
                        owned().own(new DesktopFileOpener()))
                .withHostFinder(new JmdnsFinder(LocalAddresses::shareable))
                .withCalm(calm);
        PairedHosts.Local local = host.map(HostInWindow::local).orElse(null);
        return new ClientStart(
                local == null ? device : device.withLocalHost(host.orElseThrow()),
                local,
                options.phone() ? DesktopPlatform.machineName() + " (phone form)" : DesktopPlatform.machineName(),
                System.getProperty("os.name"),
                systemDark,
                address -> getHostServices().showDocument(address),
                host.map(HostInWindow::problem).orElse(""));
    }

    @Override
    protected double[] windowSize() {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        double[] wanted = options.phone() ? new double[] {390, 844} : new double[] {1_440, 900};
        // Room for the frame that the window manager draws.
        return new double[] {Math.min(wanted[0], screen.getWidth() - 16), Math.min(wanted[1], screen.getHeight() - 48)};
    }

    @Override
    protected void dress(Stage stage) {
        InputStream icon = DesktopApplication.class.getResourceAsStream("/dev/pilothouse/icon/pilothouse-256.png");
        if (icon != null) {
            stage.getIcons().add(new Image(icon));
        }
        try {
            if (only.isPresent()) {
                only.get().listen(options.world(), link -> {
                    LOG.info("Another start of the program brings the window forward");
                    summon(link);
                });
            }
        } catch (IOException deaf) {
            LOG.warn("A second start of the program will not find this window: {}", deaf.toString());
        }
        options.link().ifPresent(this::summon);
    }
}

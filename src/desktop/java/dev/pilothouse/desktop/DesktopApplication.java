package dev.pilothouse.desktop;

import dev.pilothouse.app.ClientApplication;
import dev.pilothouse.app.ClientStart;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.desktop.notify.DesktopNotifier;
import dev.pilothouse.platform.PlatformServices;
import java.io.InputStream;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;

/**
 * The desktop window. In its usual form it has a host in it, or joins the one that runs; in the phone's form it has none and
 * is paired with one.
 *
 * <p>Owns the host through the application's shutdown sequence. JavaFX makes it and calls it.
 */
public final class DesktopApplication extends ClientApplication {
    private WindowOptions options;
    private Optional<HostInWindow> host = Optional.empty();
    private Optional<Boolean> systemDark = Optional.empty();

    /** Away from the FX thread: a host reads its journals before it listens. */
    @Override
    public void init() {
        options = WindowOptions.parse(getParameters().getRaw()).orElseThrow();
        systemDark = SystemAppearance.dark();
        if (!options.phone()) {
            HostInWindow opened = owned().own(HostInWindow.open(options));
            host = Optional.of(opened);
            // A session's end or a signal ends the JVM without closing the window, and agents must not outlive it.
            Runtime.getRuntime().addShutdownHook(new Thread(opened::closeQuietly, "host-shutdown"));
        }
    }

    @Override
    protected ClientStart open() {
        PlatformServices device = DesktopPlatform.services(options.profileFolder(), owned().own(new DesktopNotifier()));
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
    }
}

package dev.pilothouse.app;

import dev.pilothouse.model.HostText;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.attach.AttachPlatform;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;

/**
 * The app on a phone or tablet. It uses the services of Gluon Attach and the whole screen, and runs no host. JavaFX
 * calls it, on the FX thread. Ends with the app.
 */
public abstract class PhoneApplication extends ClientApplication {

    private final String platformName;

    /** @param platformName the name of this platform that hosts show, such as {@code Android} */
    protected PhoneApplication(String platformName) {
        this.platformName = platformName;
    }

    @Override
    protected final ClientStart open() {
        PlatformServices services = AttachPlatform.phone();
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
    protected final double[] windowSize() {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        return new double[] {screen.getWidth(), screen.getHeight()};
    }
}

package dev.pilothouse.ios;

import dev.pilothouse.app.PhoneApplication;
import dev.pilothouse.camera.Camera;
import dev.pilothouse.links.Links;
import dev.pilothouse.vibration.Vibration;

/** Pilothouse on iOS. GluonFX's app delegate calls {@link #main}; ends with the app. */
public final class IosApplication extends PhoneApplication {

    public IosApplication() {
        super("iOS", false, Camera::scanner, Vibration::vibrator, Links::incoming);
    }

    public static void main(String[] arguments) {
        launch(IosApplication.class, arguments);
    }
}

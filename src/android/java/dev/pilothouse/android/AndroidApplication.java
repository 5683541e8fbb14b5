package dev.pilothouse.android;

import dev.pilothouse.app.PhoneApplication;
import dev.pilothouse.camera.Camera;
import dev.pilothouse.vibration.Vibration;
import java.util.Optional;

/**
 * Pilothouse on Android. GluonFX's activity calls {@link #main}; ends with the activity. Links arrive by {@code
 * SharedContentActivity}.
 */
public final class AndroidApplication extends PhoneApplication {

    public AndroidApplication() {
        super("Android", true, Camera::scanner, Vibration::vibrator, Optional::empty);
    }

    public static void main(String[] arguments) {
        launch(AndroidApplication.class, arguments);
    }
}

package dev.pilothouse.android;

import dev.pilothouse.app.PhoneApplication;
import dev.pilothouse.camera.Camera;
import dev.pilothouse.vibration.Vibration;

/** Pilothouse on Android. GluonFX's activity calls {@link #main}; ends with the activity. */
public final class AndroidApplication extends PhoneApplication {

    public AndroidApplication() {
        super("Android", true, Camera::scanner, Vibration::vibrator);
    }

    public static void main(String[] arguments) {
        launch(AndroidApplication.class, arguments);
    }
}

package dev.pilothouse.vibration;

import com.gluonhq.attach.vibration.VibrationService;
import dev.pilothouse.platform.Vibrator;
import java.util.Optional;

/** The vibration through Attach's vibration. Compiled by the profile {@code full-attach}. Holds no state. */
public final class Vibration {

    private Vibration() {}

    /** Empty if Attach has no such service for this device. */
    public static Optional<Vibrator> vibrator() {
        return VibrationService.create().map(service -> service::vibrate);
    }
}

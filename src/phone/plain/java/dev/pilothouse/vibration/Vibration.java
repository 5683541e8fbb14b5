package dev.pilothouse.vibration;

import dev.pilothouse.platform.Vibrator;
import java.util.Optional;

/** The vibration of a build without Attach's vibration, which the profile {@code full-attach} adds. Holds no state. */
public final class Vibration {

    private Vibration() {}

    public static Optional<Vibrator> vibrator() {
        return Optional.empty();
    }
}

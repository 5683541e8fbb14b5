package dev.pilothouse.platform;

import java.util.Optional;

/**
 * The screen, as far as the layout depends on it. Owns its observers; confined to the FX thread; lives as long as the
 * app.
 */
public interface DeviceDisplay {

    enum FormFactor {
        PHONE,
        TABLET,
        DESKTOP
    }

    /** A side of the screen, as the person holds it now. */
    enum Edge {
        TOP,
        BOTTOM,
        LEFT,
        RIGHT
    }

    /** Never changes while the app runs. */
    FormFactor formFactor();

    /** Where a camera or a rounded corner cuts into the screen, or empty where nothing does. Turns with the device. */
    Optional<Edge> notch();

    /** Calls {@code onChanged} on the FX thread whenever {@link #notch()} has changed. */
    Subscription observe(Runnable onChanged);
}

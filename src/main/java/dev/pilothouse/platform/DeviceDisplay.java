package dev.pilothouse.platform;

import java.util.Optional;

/**
 * The properties of the screen that the layout depends on. Owns its observers. Confined to the FX thread. Lives as long
 * as the app.
 */
public interface DeviceDisplay {

    enum FormFactor {
        PHONE,
        TABLET,
        DESKTOP
    }

    /** A side of the screen, in its current orientation. */
    enum Edge {
        TOP,
        BOTTOM,
        LEFT,
        RIGHT
    }

    /** Does not change while the app runs. */
    FormFactor formFactor();

    /**
     * The side where a camera or a rounded corner cuts into the screen; empty if there is none. Changes when the device
     * is turned.
     */
    Optional<Edge> notch();

    /** Whether the system draws its status bar over the top of the window, also where no notch is. */
    boolean hasCoveringStatusBar();

    /** Calls {@code onChanged} on the FX thread after each change of {@link #notch()}. */
    Subscription observe(Runnable onChanged);
}

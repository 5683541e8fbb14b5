package dev.pilothouse.platform;

/**
 * The keyboard that a device draws over the lower part of the window while something is written. Owns its observers;
 * confined to the FX thread; lives as long as the app.
 */
public interface SoftKeyboard {

    /** How much of the window's height it covers now, in the scene's pixels; 0 while it is away. */
    double height();

    /** Calls {@code onChanged} on the FX thread whenever {@link #height()} has changed. */
    Subscription observe(Runnable onChanged);
}

package dev.pilothouse.platform;

/**
 * The on-screen keyboard, which covers the lower part of the window during text input. Owns its observers. Confined to
 * the FX thread. Lives as long as the app.
 */
public interface SoftKeyboard {

    /** The covered height of the window, in the scene's pixels; 0 while the keyboard is hidden. */
    double height();

    /** Calls {@code onChanged} on the FX thread after each change of {@link #height()}. */
    Subscription observe(Runnable onChanged);
}

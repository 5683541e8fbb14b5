package dev.pilothouse.platform;

/** Vibrates the device. Called on the FX thread. */
@FunctionalInterface
public interface Vibrator {

    /** Vibrates once, for a moment. Does nothing on a device that cannot, or that is muted. */
    void vibrate();
}

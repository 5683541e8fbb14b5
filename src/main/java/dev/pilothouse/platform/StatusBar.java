package dev.pilothouse.platform;

/** The strip above the window in which a phone shows its clock. Called on the FX thread; owns nothing. */
@FunctionalInterface
public interface StatusBar {
    /**
     * Draws the strip's ground in this colour; the device picks a colour for what stands on it.
     *
     * @param ground as {@code #rrggbb}
     */
    void colour(String ground);
}

package dev.pilothouse.platform;

/** The strip above the window in which a phone shows its clock. Called on the FX thread. Owns nothing. */
@FunctionalInterface
public interface StatusBar {
    /**
     * Sets the background colour. The device picks the colour of the text and icons.
     *
     * @param ground as {@code #rrggbb}
     */
    void colour(String ground);
}

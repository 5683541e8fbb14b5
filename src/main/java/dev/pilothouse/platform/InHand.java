package dev.pilothouse.platform;

import java.util.Optional;

/**
 * What a device offers that is held in the hand, and a desktop does not. Immutable.
 *
 * @param softKeyboard empty where the keyboard is a thing of its own, or covers nothing
 * @param textShare empty where there are no other apps to hand a text to
 * @param statusBar empty where the system's strip has a colour of its own
 */
public record InHand(
        Optional<SoftKeyboard> softKeyboard, Optional<TextShare> textShare, Optional<StatusBar> statusBar) {
    /** A desktop. */
    public static final InHand NOTHING = new InHand(Optional.empty(), Optional.empty(), Optional.empty());
}

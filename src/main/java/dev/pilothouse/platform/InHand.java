package dev.pilothouse.platform;

import java.util.Optional;

/**
 * What a device offers that is held in the hand, and a desktop does not. Immutable.
 *
 * @param softKeyboard empty where the keyboard is a thing of its own, or covers nothing
 * @param textShare empty where there are no other apps to hand a text to
 * @param statusBar empty where the system's strip has a colour of its own
 * @param givenThings empty where other apps give nothing, or give it in another way
 */
public record InHand(
        Optional<SoftKeyboard> softKeyboard,
        Optional<TextShare> textShare,
        Optional<StatusBar> statusBar,
        Optional<GivenThings> givenThings) {
    /** A desktop. */
    public static final InHand NOTHING = new InHand(Optional.empty(), Optional.empty(), Optional.empty());

    /** A device on which other apps give nothing. */
    public InHand(Optional<SoftKeyboard> softKeyboard, Optional<TextShare> textShare, Optional<StatusBar> statusBar) {
        this(softKeyboard, textShare, statusBar, Optional.empty());
    }

    /** The same, where other apps may give something. */
    public InHand withGivenThings(GivenThings given) {
        return new InHand(softKeyboard, textShare, statusBar, Optional.of(given));
    }
}

package dev.pilothouse.platform;

import java.util.Optional;

/**
 * The services of a mobile device that a desktop does not have. Immutable.
 *
 * @param softKeyboard empty if the device has a hardware keyboard, or one that covers no part of the window
 * @param textShare empty if there are no other apps to share a text with
 * @param statusBar empty if the app cannot set the status bar's colour
 * @param givenThings empty if other apps cannot share content with this one, or do it in another way
 */
public record InHand(
        Optional<SoftKeyboard> softKeyboard,
        Optional<TextShare> textShare,
        Optional<StatusBar> statusBar,
        Optional<GivenThings> givenThings) {
    /** A desktop, with none of these services. */
    public static final InHand NOTHING = new InHand(Optional.empty(), Optional.empty(), Optional.empty());

    /** A device without {@link #givenThings()}. */
    public InHand(Optional<SoftKeyboard> softKeyboard, Optional<TextShare> textShare, Optional<StatusBar> statusBar) {
        this(softKeyboard, textShare, statusBar, Optional.empty());
    }

    /** A copy with {@link #givenThings()}. */
    public InHand withGivenThings(GivenThings given) {
        return new InHand(softKeyboard, textShare, statusBar, Optional.of(given));
    }
}

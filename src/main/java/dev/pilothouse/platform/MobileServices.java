package dev.pilothouse.platform;

import java.util.Optional;

/**
 * The services of a mobile device that a desktop does not have. Immutable.
 *
 * @param softKeyboard empty if the device has a hardware keyboard, or one that covers no part of the window
 * @param textShare empty if there are no other apps to share a text with
 * @param statusBar empty if the app cannot set the status bar's colour
 * @param sharedContentInbox empty if other apps cannot share content with this one, or do it in another way
 * @param codeScanner empty if the app has no camera
 * @param vibrator empty if the app cannot vibrate
 */
public record MobileServices(
        Optional<SoftKeyboard> softKeyboard,
        Optional<TextShare> textShare,
        Optional<StatusBar> statusBar,
        Optional<SharedContentInbox> sharedContentInbox,
        Optional<CodeScanner> codeScanner,
        Optional<Vibrator> vibrator) {
    /** A desktop, with none of these services. */
    public static final MobileServices NOTHING =
            new MobileServices(Optional.empty(), Optional.empty(), Optional.empty());

    /** A device without {@link #sharedContentInbox()}, {@link #codeScanner()} and {@link #vibrator()}. */
    public MobileServices(
            Optional<SoftKeyboard> softKeyboard, Optional<TextShare> textShare, Optional<StatusBar> statusBar) {
        this(softKeyboard, textShare, statusBar, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A copy with {@link #sharedContentInbox()}. */
    public MobileServices withSharedContent(SharedContentInbox given) {
        return new MobileServices(softKeyboard, textShare, statusBar, Optional.of(given), codeScanner, vibrator);
    }

    /** A copy with {@link #codeScanner()}. */
    public MobileServices withCodeScanner(Optional<CodeScanner> scanner) {
        return new MobileServices(softKeyboard, textShare, statusBar, sharedContentInbox, scanner, vibrator);
    }

    /** A copy with {@link #vibrator()}. */
    public MobileServices withVibrator(Optional<Vibrator> given) {
        return new MobileServices(softKeyboard, textShare, statusBar, sharedContentInbox, codeScanner, given);
    }
}

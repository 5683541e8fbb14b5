package dev.pilothouse.platform;

import java.util.function.Consumer;

/**
 * Shows the device's own notifications while the app is not in front. Any thread; never blocks. Notifications that the
 * person has switched off are dropped silently. Lives as long as the app.
 */
public interface Notifier {

    /**
     * One notification.
     *
     * @param key identifies it; a later notice with the same key replaces it
     * @param title short, in the person's language
     * @param text one sentence; shown on a lock screen, so it must hold no secret
     */
    record Notice(String key, String title, String text) {}

    void show(Notice notice);

    /** Removes a notice, for instance because it was answered elsewhere. Does nothing if it is not shown. */
    void withdraw(String key);

    /**
     * Sets the listener for pressed notices.
     *
     * @param told gets the key of the notice, on any thread; never called if the device does not report presses
     */
    default void onPressed(Consumer<String> told) {}
}

package dev.pilothouse.platform;

import java.util.function.Consumer;

/**
 * The device's own notifications, for when the person looks elsewhere. Any thread; never blocks; what the person has
 * switched off is dropped silently. Lives as long as the app.
 */
public interface Notifier {

    /**
     * One notification.
     *
     * @param key names it: a later notice with the same key replaces it
     * @param title short, in the person's words
     * @param text one sentence; shown on a lock screen, so it holds no secret
     */
    record Notice(String key, String title, String text) {}

    void show(Notice notice);

    /** Takes a notice back, for instance because it was answered elsewhere. Does nothing if it is not shown. */
    void withdraw(String key);

    /**
     * Names who is told, on any thread, the key of a notice that was pressed. Does nothing where the device cannot tell.
     */
    default void onPressed(Consumer<String> told) {}
}

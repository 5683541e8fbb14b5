package dev.pilothouse.platform;

/**
 * Whether the person can see the app. A phone pauses it and may end it soon after; a desktop never pauses it.
 *
 * <p>Owns its observers; any thread may call it; lives as long as the app.
 */
public interface AppLifecycle {

    /** Told on the platform's own thread, so: hand over and return. */
    interface Observer {

        /** The app has left the foreground: save what must not be lost, and soon let go of the connection. */
        void onPaused();

        /** The app is back in the foreground. */
        void onResumed();

        /** The device is short of memory: let go of what can be had again. Not every platform tells. */
        default void onMemoryLow() {}
    }

    /**
     * Tells the observer of every change from now on, in order. Observing says nothing of the present: an app that
     * can ask is in the foreground.
     *
     * @return ends it: nothing that happens after {@code close()} reaches the observer
     */
    Subscription observe(Observer observer);

    /** Asks the platform to end the app, as its close button does. Returns at once; a phone may ignore it. */
    void quit();
}

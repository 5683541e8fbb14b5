package dev.pilothouse.platform;

/**
 * Reports whether the app is in the foreground. A phone pauses the app and may end it soon after. A desktop never
 * pauses it.
 *
 * <p>Owns its observers. Any thread may call it. Lives as long as the app.
 */
public interface AppLifecycle {

    /** Called on the platform's own thread, so implementations must return at once. */
    interface Observer {

        /** The app has left the foreground. Save unsaved data now, and release the connections soon. */
        void onPaused();

        void onResumed();

        /** The device is short of memory: release caches. Not every platform reports this. */
        default void onMemoryLow() {}
    }

    /**
     * Calls the observer for every later change, in order. The current state is not reported: an app that can call this
     * is in the foreground.
     *
     * @return closing it stops the calls: the observer gets no event that happens after {@code close()}
     */
    Subscription observe(Observer observer);

    /** Asks the platform to end the app, as its close button does. Returns at once. A phone may ignore it. */
    void quit();
}

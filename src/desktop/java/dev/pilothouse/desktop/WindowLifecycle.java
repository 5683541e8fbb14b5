package dev.pilothouse.desktop;

import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.beans.value.ObservableBooleanValue;

/**
 * A phone's lifecycle on a desktop. A minimized window counts as an app in the background, so that a phone's behaviour
 * can be tried. While it is minimized, no other event counts as a resume.
 *
 * <p>Owns its observers. Any thread may observe; the FX thread calls them. Lives as long as the app.
 */
final class WindowLifecycle implements AppLifecycle {
    private final AppLifecycle system;
    private final List<Observer> observers = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    /** @param system the desktop's own lifecycle */
    WindowLifecycle(AppLifecycle system) {
        this.system = system;
    }

    /** Follows whether the window is minimized. On the FX thread. */
    void follow(ObservableBooleanValue iconified) {
        iconified.addListener((property, before, now) -> {
            away = now;
            observers.forEach(now ? Observer::onPaused : Observer::onResumed);
        });
    }

    @Override
    public Subscription observe(Observer observer) {
        Subscription ofSystem = system.observe(new Observer() {
            @Override
            public void onPaused() {
                observer.onPaused();
            }

            @Override
            public void onResumed() {
                if (!away) {
                    observer.onResumed();
                }
            }

            @Override
            public void onMemoryLow() {
                observer.onMemoryLow();
            }
        });
        observers.add(observer);
        return () -> {
            observers.remove(observer);
            ofSystem.close();
        };
    }

    @Override
    public void quit() {
        system.quit();
    }
}

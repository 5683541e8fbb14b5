package dev.pilothouse.platform.attach;

import com.gluonhq.attach.lifecycle.LifecycleEvent;
import com.gluonhq.attach.lifecycle.LifecycleService;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The app's lifecycle through Gluon Attach. Owns only the listeners that it registered with the service. Any thread may
 * call it. Lives as long as the app.
 */
public final class AttachLifecycle implements AppLifecycle {

    private final LifecycleService service;

    public AttachLifecycle(LifecycleService service) {
        this.service = service;
    }

    @Override
    public Subscription observe(Observer observer) {
        // The service may still be iterating over its listeners while one of them is removed.
        AtomicBoolean open = new AtomicBoolean(true);
        Runnable paused = () -> {
            if (open.get()) {
                observer.onPaused();
            }
        };
        Runnable resumed = () -> {
            if (open.get()) {
                observer.onResumed();
            }
        };
        service.addListener(LifecycleEvent.PAUSE, paused);
        service.addListener(LifecycleEvent.RESUME, resumed);
        return () -> {
            if (open.compareAndSet(true, false)) {
                service.removeListener(LifecycleEvent.PAUSE, paused);
                service.removeListener(LifecycleEvent.RESUME, resumed);
            }
        };
    }

    @Override
    public void quit() {
        service.shutdown();
    }
}

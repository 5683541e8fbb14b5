package dev.pilothouse.platform.attach;

import com.gluonhq.attach.lifecycle.LifecycleEvent;
import com.gluonhq.attach.lifecycle.LifecycleService;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.AppLifecycleContract;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

final class AttachLifecycleTest extends AppLifecycleContract {

    private final ScriptedService service = new ScriptedService();
    private final AttachLifecycle lifecycle = new AttachLifecycle(service);

    @Override
    protected AppLifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    protected void pause() {
        service.fire(LifecycleEvent.PAUSE);
    }

    @Override
    protected void resume() {
        service.fire(LifecycleEvent.RESUME);
    }

    @Override
    protected int quits() {
        return service.shutdowns;
    }

    /** Behaves as Attach's phone services do: a list of listeners for each event, of which a copy is notified. */
    private static final class ScriptedService implements LifecycleService {

        private final Map<LifecycleEvent, List<Runnable>> listeners = new EnumMap<>(LifecycleEvent.class);
        private int shutdowns;

        @Override
        public void addListener(LifecycleEvent event, Runnable listener) {
            listeners.computeIfAbsent(event, e -> new ArrayList<>()).add(listener);
        }

        @Override
        public void removeListener(LifecycleEvent event, Runnable listener) {
            listeners.getOrDefault(event, new ArrayList<>()).remove(listener);
        }

        @Override
        public void shutdown() {
            shutdowns++;
        }

        void fire(LifecycleEvent event) {
            List.copyOf(listeners.getOrDefault(event, List.of())).forEach(Runnable::run);
        }
    }
}

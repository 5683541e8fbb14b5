package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.AppLifecycleContract;
import dev.pilothouse.platform.ManualLifecycle;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.Test;

class WindowLifecycleTest extends AppLifecycleContract {
    private final ManualLifecycle system = new ManualLifecycle();
    private final SimpleBooleanProperty iconified = new SimpleBooleanProperty();
    private final WindowLifecycle lifecycle = new WindowLifecycle(system);
    private final List<String> told = new ArrayList<>();

    {
        lifecycle.follow(iconified);
    }

    @Override
    protected AppLifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    protected void pause() {
        // A hidden window is not hidden again.
        iconified.set(false);
        iconified.set(true);
    }

    @Override
    protected void resume() {
        iconified.set(false);
    }

    @Override
    protected int quits() {
        return system.quits();
    }

    @Test
    void aMachineThatWakesWithTheWindowPutAwayBringsNothingBack() {
        lifecycle.observe(new AppLifecycle.Observer() {
            @Override
            public void onPaused() {
                told.add("paused");
            }

            @Override
            public void onResumed() {
                told.add("resumed");
            }
        });
        iconified.set(true);
        system.resume();
        assertThat(told).containsExactly("paused");

        iconified.set(false);
        system.resume();
        assertThat(told).containsExactly("paused", "resumed", "resumed");
    }
}

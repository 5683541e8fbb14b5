package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of every {@link AppLifecycle}, real or manual. */
public abstract class AppLifecycleContract {

    private final List<String> seen = new ArrayList<>();

    protected abstract AppLifecycle lifecycle();

    /** Makes the platform report that the app went to the background. */
    protected abstract void pause();

    /** Makes the platform report that the app came back. */
    protected abstract void resume();

    /** How often the platform was asked to end the app. */
    protected abstract int quits();

    private AppLifecycle.Observer observer(String name) {
        return new AppLifecycle.Observer() {
            @Override
            public void onPaused() {
                seen.add(name + " paused");
            }

            @Override
            public void onResumed() {
                seen.add(name + " resumed");
            }
        };
    }

    @Test
    void anObserverHearsEveryChangeInOrder() {
        lifecycle().observe(observer("a"));

        pause();
        resume();
        pause();

        assertThat(seen).containsExactly("a paused", "a resumed", "a paused");
    }

    @Test
    void observingTellsNothingOfThePresent() {
        pause();

        lifecycle().observe(observer("a"));

        assertThat(seen).isEmpty();
    }

    @Test
    void everyObserverIsTold() {
        lifecycle().observe(observer("a"));
        lifecycle().observe(observer("b"));

        pause();

        assertThat(seen).containsExactlyInAnyOrder("a paused", "b paused");
    }

    @Test
    void nothingReachesAnObserverAfterItsEnd() {
        Subscription subscription = lifecycle().observe(observer("a"));
        lifecycle().observe(observer("b"));

        subscription.close();
        subscription.close();
        pause();

        assertThat(seen).containsExactly("b paused");
    }

    @Test
    void anObserverThatEndsAnotherIsTheLastToHear() {
        Subscription[] second = new Subscription[1];
        lifecycle().observe(new AppLifecycle.Observer() {
            @Override
            public void onPaused() {
                second[0].close();
            }

            @Override
            public void onResumed() {}
        });
        second[0] = lifecycle().observe(observer("b"));

        pause();
        pause();

        assertThat(seen).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void quittingAsksThePlatform() {
        lifecycle().quit();

        assertThat(quits()).isEqualTo(1);
    }
}

package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SoftKeyboard} keeps, the real one and the one that tests use. */
public abstract class SoftKeyboardContract {

    /** A keyboard that is away. */
    protected abstract SoftKeyboard keyboard();

    /** Lets the keyboard made last cover that much. */
    protected abstract void cover(double pixels);

    @Test
    void awayItCoversNothing() {
        assertThat(keyboard().height()).isZero();
    }

    @Test
    void anObserverFindsTheNewHeightUntilItEnds() {
        SoftKeyboard keyboard = keyboard();
        List<Double> heights = new ArrayList<>();
        Subscription subscription = keyboard.observe(() -> heights.add(keyboard.height()));

        cover(290.5);
        cover(0);
        subscription.close();
        subscription.close();
        cover(120);

        assertThat(heights).containsExactly(290.5, 0.0);
        assertThat(keyboard.height()).isEqualTo(120);
    }
}

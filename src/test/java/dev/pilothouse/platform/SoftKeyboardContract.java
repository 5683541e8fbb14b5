package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of every {@link SoftKeyboard}, real or fake. */
public abstract class SoftKeyboardContract {

    /** A hidden keyboard. */
    protected abstract SoftKeyboard keyboard();

    /** Sets the height that the keyboard made last covers. */
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

package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.DeviceDisplay.Edge;
import dev.pilothouse.platform.DeviceDisplay.FormFactor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of every {@link DeviceDisplay}, real or manual. */
public abstract class DeviceDisplayContract {

    /** A display of this form, without a notch at first. */
    protected abstract DeviceDisplay display(FormFactor formFactor);

    /** Rotates the device that was made last, so that its notch is at this edge. */
    protected abstract void notchAt(Edge edge);

    @ParameterizedTest
    @EnumSource
    void theFormFactorIsTheDevices(FormFactor formFactor) {
        assertThat(display(formFactor).formFactor()).isEqualTo(formFactor);
    }

    @Test
    void aWholeScreenHasNoNotch() {
        assertThat(display(FormFactor.PHONE).notch()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theNotchIsWhereTheDeviceSaysItIs(Edge edge) {
        DeviceDisplay display = display(FormFactor.PHONE);

        notchAt(edge);

        assertThat(display.notch()).isEqualTo(Optional.of(edge));
    }

    @Test
    void anObserverHearsOfEveryTurnUntilItEnds() {
        DeviceDisplay display = display(FormFactor.PHONE);
        AtomicInteger turns = new AtomicInteger();
        Subscription subscription = display.observe(turns::incrementAndGet);

        notchAt(Edge.TOP);
        notchAt(Edge.LEFT);
        subscription.close();
        subscription.close();
        notchAt(Edge.RIGHT);

        assertThat(turns).hasValue(2);
    }
}

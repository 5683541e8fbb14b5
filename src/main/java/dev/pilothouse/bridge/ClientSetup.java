package dev.pilothouse.bridge;

import dev.pilothouse.pulse.Lane;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What all links of one client share.
 *
 * @param lane the client-state lane; stays its maker's to close
 * @param clock for what is displayed, and for the age of intents
 * @param nanoTime a clock that only goes forward, for waiting
 * @param random numbers from 0 inclusive to 1 exclusive, so that clients do not retry in step
 * @param app name and version of this client, for the hosts' logs
 * @param deviceName what people call this device
 * @param platform such as {@code Android 16}
 */
public record ClientSetup(
        Lane lane,
        Clock clock,
        LongSupplier nanoTime,
        DoubleSupplier random,
        String app,
        String deviceName,
        String platform) {

    public ClientSetup {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(nanoTime, "nanoTime");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(platform, "platform");
    }

    /** With the clocks and the random numbers of the system. */
    public static ClientSetup of(Lane lane, String app, String deviceName, String platform) {
        return of(lane, Clock.systemUTC(), app, deviceName, platform);
    }

    /** The same with another clock, which tells how old things are; what waits and measures goes by the system's. */
    public static ClientSetup of(Lane lane, Clock clock, String app, String deviceName, String platform) {
        return new ClientSetup(
                lane,
                clock,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble(),
                app,
                deviceName,
                platform);
    }
}

package dev.pilothouse.bridge;

import dev.pilothouse.pulse.Lane;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Settings that all links of a client share.
 *
 * @param lane the client-state lane; the caller closes it
 * @param clock wall clock, for display and for the age of intents
 * @param ticker monotonic clock, for timeouts
 * @param random numbers from 0 inclusive to 1 exclusive; spread the retries of many clients
 * @param app name and version of this client, for the hosts' logs
 * @param deviceName this device's display name
 * @param platform such as {@code Android 16}
 */
public record ClientSetup(
        Lane lane,
        Clock clock,
        LongSupplier ticker,
        DoubleSupplier random,
        String app,
        String deviceName,
        String platform) {

    public ClientSetup {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(platform, "platform");
    }

    /** Makes a setup with the system's clocks and random numbers. */
    public static ClientSetup of(Lane lane, String app, String deviceName, String platform) {
        return of(lane, Clock.systemUTC(), app, deviceName, platform);
    }

    /** Makes a setup with another wall clock. Timeouts still use the system's monotonic clock. */
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

package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * All dependencies of the interface. Passed once by the composition, which owns and closes every part.
 *
 * @param pulses opens the pulse of the display
 * @param projections the lane on which transcripts are prepared for drawing
 * @param pictures scales pictures for a host, one after the other
 * @param fx runs tasks on the FX thread that are not session state
 * @param ticker a monotonic clock in ns, such as {@link System#ticker()}, for durations on screen
 * @param kept this device's preferences
 * @param platform this device's services
 * @param outside links and clipboard; the shell itself shows its notices
 * @param version of this program, for display
 * @param demo whether a demo is offered or is playing
 */
public record ShellPorts(
        Hosts hosts,
        Pulse.Source pulses,
        Lane projections,
        Executor pictures,
        Executor fx,
        Clock clock,
        LongSupplier ticker,
        Preferences kept,
        PlatformServices platform,
        TranscriptPresenter.Outside outside,
        String version,
        Thread.UncaughtExceptionHandler onFailure,
        DemoMode demo) {

    /** Without a demo. */
    public ShellPorts(
            Hosts hosts,
            Pulse.Source pulses,
            Lane projections,
            Executor pictures,
            Executor fx,
            Clock clock,
            LongSupplier nanoTime,
            Preferences kept,
            PlatformServices platform,
            TranscriptPresenter.Outside outside,
            String version,
            Thread.UncaughtExceptionHandler onFailure) {
        this(
                hosts,
                pulses,
                projections,
                pictures,
                fx,
                clock,
                nanoTime,
                kept,
                platform,
                outside,
                version,
                onFailure,
                DemoMode.NOT_OFFERED);
    }

    /** A copy with other hosts, without this device's stored data and services of the real ones. */
    public ShellPorts forDemo(Hosts recorded, Preferences passing, DemoMode playing) {
        return new ShellPorts(
                recorded,
                pulses,
                projections,
                pictures,
                fx,
                clock,
                ticker,
                passing,
                platform.withoutHosts(),
                outside,
                version,
                onFailure,
                playing);
    }
}

package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.settings.KeptValues;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * All that the interface stands on. Handed over once, by the composition, which owns and closes every part.
 *
 * @param pulses opens the pulse of the display
 * @param projections where transcripts are prepared for drawing
 * @param pictures where pictures of the person are made fit for a host, one after the other
 * @param fx the way onto the FX thread for what is not session state
 * @param nanoTime time in ns that no change of the clock moves, as {@link System#nanoTime()}: how long something has been seen
 * @param kept what this device remembers
 * @param platform what this device offers
 * @param outside links and clipboard; its notices are shown by the shell itself
 * @param version of this program, for display
 * @param demo whether there is a recorded host to try, or it is what is shown
 */
public record ShellPorts(
        Hosts hosts,
        Pulse.Source pulses,
        Lane projections,
        Executor pictures,
        Executor fx,
        Clock clock,
        LongSupplier nanoTime,
        KeptValues kept,
        PlatformServices platform,
        TranscriptPresenter.Outside outside,
        String version,
        Thread.UncaughtExceptionHandler onFailure,
        DemoMode demo) {

    /** Without a demo to try. */
    public ShellPorts(
            Hosts hosts,
            Pulse.Source pulses,
            Lane projections,
            Executor pictures,
            Executor fx,
            Clock clock,
            LongSupplier nanoTime,
            KeptValues kept,
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

    /** The same over other hosts, with nothing of what this device keeps and offers of real ones. */
    public ShellPorts inDemo(Hosts recorded, KeptValues passing, DemoMode playing) {
        return new ShellPorts(
                recorded,
                pulses,
                projections,
                pictures,
                fx,
                clock,
                nanoTime,
                passing,
                platform.withoutHosts(),
                outside,
                version,
                onFailure,
                playing);
    }
}

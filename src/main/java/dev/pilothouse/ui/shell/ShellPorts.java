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
 * @param kept this device's preferences
 * @param platform this device's services
 * @param outside links and clipboard; the shell itself shows its notices
 */
public record ShellPorts(
        Hosts hosts,
        Threads threads,
        Time time,
        Preferences kept,
        PlatformServices platform,
        TranscriptPresenter.Outside outside,
        Program program) {

    /**
     * Where the interface runs its work.
     *
     * @param pulses opens the pulse of the display
     * @param projections the lane on which transcripts are prepared for drawing
     * @param pictures scales pictures for a host, one after the other
     * @param fx runs tasks on the FX thread that are not session state
     * @param onFailure receives exceptions of drawing
     */
    public record Threads(
            Pulse.Source pulses,
            Lane projections,
            Executor pictures,
            Executor fx,
            Thread.UncaughtExceptionHandler onFailure) {}

    /** @param ticker a monotonic clock in ns, such as {@link System#nanoTime()}, for durations on screen */
    public record Time(Clock clock, LongSupplier ticker) {}

    /**
     * @param version of this program, for display
     * @param demo whether a demo is offered or is playing
     */
    public record Program(String version, DemoMode demo) {}

    /** A copy with other hosts, without this device's stored data and services of the real ones. */
    public ShellPorts forDemo(Hosts recorded, Preferences passing, DemoMode playing) {
        return new ShellPorts(
                recorded,
                threads,
                time,
                passing,
                platform.withoutHosts(),
                outside,
                new Program(program.version(), playing));
    }
}

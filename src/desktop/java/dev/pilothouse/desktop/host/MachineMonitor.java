package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.BridgeServer;
import dev.pilothouse.desktop.bridge.Connections;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.DiskSpaceMonitor;
import dev.pilothouse.desktop.power.MachineSettings;
import dev.pilothouse.desktop.power.SleepDetector;
import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.desktop.process.ProcessReaper;
import dev.pilothouse.model.MachineStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts the host to its machine. It keeps the machine awake while turns run, detects that it has slept, monitors the
 * disk, and publishes metrics in JMX.
 *
 * <p>Owns the program that keeps the machine awake, and the JMX registration. Runs every five seconds on the host's
 * timer and passes slow checks to a worker, one at a time. Ends with {@link #close()}.
 */
final class MachineMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MachineMonitor.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** The disk is checked at every sixth run. */
    private static final int DISK_EVERY = 6;

    private final SessionRegistry sessions;
    private final BridgeServer bridge;
    private final Executor workers;
    private final SleepInhibitor inhibitor;
    private final SleepDetector gaps;
    private final DiskSpaceMonitor disk;
    private final HostFigures figures;
    private final AtomicBoolean checking = new AtomicBoolean();
    private int looks;
    private final ScheduledFuture<?> schedule;

    private MachineMonitor(
            SessionRegistry sessions,
            BridgeServer bridge,
            Executor workers,
            SleepInhibitor monotonicClock,
            DiskSpaceMonitor disk,
            HostFigures figures,
            ScheduledExecutorService timer) {
        this.sessions = sessions;
        this.bridge = bridge;
        this.workers = workers;
        this.inhibitor = monotonicClock;
        this.gaps = new SleepDetector(System::nanoTime, Clock.systemUTC(), EVERY);
        this.disk = disk;
        this.figures = figures;
        this.schedule = timer.scheduleWithFixedDelay(
                ServerManager.guarded(this::check), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @param space reads the free disk space
     * @param wish when to keep the machine awake, stored for later starts; empty for the stored setting
     */
    static MachineMonitor start(
            DataFolder folder,
            DiskSpaceMonitor.Disk space,
            Optional<SleepInhibitor.When> wish,
            SessionRegistry sessions,
            Connections connections,
            BridgeServer bridge,
            ProcessReaper reaper,
            ScheduledExecutorService timer,
            Executor workers) {
        wish.ifPresent(when -> keep(MachineSettings.open(folder.root()), when));
        DiskSpaceMonitor disk = new DiskSpaceMonitor(folder.root(), space, connections::conditionChanged);
        return new MachineMonitor(
                sessions,
                bridge,
                workers,
                new SleepInhibitor(() -> MachineSettings.open(folder.root()).keepAwake()),
                disk,
                HostFigures.publish(folder, sessions, connections, reaper, disk),
                timer);
    }

    private static void keep(MachineSettings settings, SleepInhibitor.When when) {
        try {
            settings.setKeepAwake(when);
        } catch (IOException full) {
            LOG.warn("The setting for sleep was not stored, and applies until the next start: {}", full.toString());
        }
    }

    private void check() {
        SleepDetector.Seen seen = gaps.check();
        if (seen == SleepDetector.Seen.SET_BACK) {
            LOG.warn("The clock of this machine was set back; times of sessions may be out of order");
        }
        boolean woke = seen == SleepDetector.Seen.WOKE;
        boolean diskToo = looks++ % DISK_EVERY == 0 || woke;
        if (woke) {
            LOG.info("This machine has slept, or its clock was set forward: the network is checked again");
        }
        int turns = HostFigures.openTurns(sessions);
        // An idle host uses no worker. A check that hangs, for example on a network disk, must not pile up others.
        if ((diskToo || turns > 0 || inhibitor.isHolding()) && checking.compareAndSet(false, true)) {
            workers.execute(() -> {
                try {
                    checkDetails(turns, woke, diskToo);
                } finally {
                    checking.set(false);
                }
            });
        }
    }

    private void checkDetails(int turns, boolean woke, boolean diskToo) {
        if (woke) {
            bridge.followAddresses();
        }
        inhibitor.update(turns);
        if (diskToo) {
            disk.check();
        }
    }

    /** The condition that all clients display. */
    MachineStatus condition() {
        return disk.low() ? new MachineStatus(true, disk.free().orElse(0)) : MachineStatus.GOOD;
    }

    Map<String, Long> figures() {
        return figures.all();
    }

    @Override
    public void close() {
        schedule.cancel(false);
        inhibitor.close();
        figures.close();
    }
}

package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.Connections;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.DiskSpaceMonitor;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.process.ProcessReaper;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.SessionPhase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of one host, registered in this process's JMX as {@code dev.pilothouse:type=Host,folder="DATA FOLDER"}.
 * They are not visible outside the process unless the JVM was started with remote JMX. Owns that registration.
 * Thread-safe; ends with {@link #close()}.
 */
final class HostFigures implements HostFiguresMXBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostFigures.class);

    private final DataFolder folder;
    private final SessionRegistry sessions;
    private final Connections connections;
    private final ProcessReaper reaper;
    private final DiskSpaceMonitor disk;

    private HostFigures(
            DataFolder folder,
            SessionRegistry sessions,
            Connections connections,
            ProcessReaper reaper,
            DiskSpaceMonitor disk) {
        this.folder = folder;
        this.sessions = sessions;
        this.connections = connections;
        this.reaper = reaper;
        this.disk = disk;
    }

    static HostFigures publish(
            DataFolder folder,
            SessionRegistry sessions,
            Connections connections,
            ProcessReaper reaper,
            DiskSpaceMonitor disk) {
        HostFigures figures = new HostFigures(folder, sessions, connections, reaper, disk);
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            server.registerMBean(figures, figures.name());
        } catch (JMException e) {
            // JMX is optional; the host works without it.
            LOG.warn("The metrics of this host could not be registered in JMX: {}", e.toString());
        }
        return figures;
    }

    /** One process may run several hosts, each with its own folder. */
    private ObjectName name() throws JMException {
        return new ObjectName("dev.pilothouse:type=Host,folder="
                + ObjectName.quote(folder.root().toString()));
    }

    static int openTurns(SessionRegistry sessions) {
        return (int) sessions.feeds().stream()
                .map(feed -> feed.head().activity())
                .filter(HostFigures::isTurn)
                .count();
    }

    private static boolean isTurn(Activity activity) {
        return activity != null
                && (activity.phase() == SessionPhase.WORKING || activity.phase() == SessionPhase.WAITING);
    }

    /** All metrics by the names that programs read. */
    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        all.put("sessions", (long) getSessions());
        all.put("sessions_loaded", (long) getLoadedSessions());
        all.put("turns_open", (long) getOpenTurns());
        all.put("clients", (long) getClients());
        all.put("child_processes", (long) getChildProcesses());
        all.put("journal_bytes", getJournalBytes());
        all.put("heap_used_bytes", getHeapUsedBytes());
        all.put("disk_low", isDiskLow() ? 1L : 0L);
        disk.free().ifPresent(free -> all.put("disk_free_bytes", free));
        return all;
    }

    @Override
    public int getSessions() {
        return sessions.feeds().size();
    }

    @Override
    public int getLoadedSessions() {
        return (int) sessions.feeds().stream()
                .filter(feed -> feed.head() instanceof SessionFeed.Loaded)
                .count();
    }

    @Override
    public int getOpenTurns() {
        return openTurns(sessions);
    }

    @Override
    public int getClients() {
        return connections.active();
    }

    @Override
    public int getChildProcesses() {
        return reaper.running();
    }

    @Override
    public long getJournalBytes() {
        long bytes = 0;
        for (SessionFeed feed : sessions.feeds()) {
            try {
                bytes += Files.size(folder.journal(feed.sessionId()));
            } catch (IOException deletedMeanwhile) {
                LOG.debug("{} is not counted", feed.sessionId());
            }
        }
        return bytes;
    }

    @Override
    public long getDiskFreeBytes() {
        return disk.free().orElse(-1);
    }

    @Override
    public boolean isDiskLow() {
        return disk.low();
    }

    @Override
    public long getHeapUsedBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name());
        } catch (JMException never) {
            LOG.debug("The metrics of this host were not registered in JMX: {}", never.toString());
        }
    }
}

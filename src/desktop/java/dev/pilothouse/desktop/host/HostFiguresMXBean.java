package dev.pilothouse.desktop.host;

/** The metrics of a running host in JMX. Each value is current when read. Thread-safe. */
public interface HostFiguresMXBean {
    int getSessions();

    /** The sessions that are in memory and not at rest. */
    int getLoadedSessions();

    /** Turns that run or wait for an answer. */
    int getOpenTurns();

    /** Connected clients, including the host's own window. */
    int getClients();

    /** Processes that the host has started, mostly agents, without their own child processes. */
    int getChildProcesses();

    /** Total bytes of all journals on disk; its growth shows the write rate. */
    long getJournalBytes();

    /** Bytes that can still be written to the disk of the data folder; -1 if it is not known. */
    long getDiskFreeBytes();

    /** Whether free disk space is below the warning threshold. */
    boolean isDiskLow();

    /** Bytes of the Java heap in use. */
    long getHeapUsedBytes();
}

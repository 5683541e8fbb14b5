package dev.pilothouse.desktop.host;

/** What a host is doing, in numbers, for those who look by JMX. Each is as of now. Any thread. */
public interface HostFiguresMXBean {
    int getSessions();

    /** Of them, those that are in memory and not at rest. */
    int getLoadedSessions();

    /** Turns that run or wait for an answer. */
    int getOpenTurns();

    /** Connected clients, the host's own window included. */
    int getClients();

    /** Processes that the host has started, agents above all, without those that they have started themselves. */
    int getChildProcesses();

    /** Bytes of all journals on disk; its growth is what is being written. */
    long getJournalBytes();

    /** Bytes that can still be written to the disk of the data folder; -1 if it is not known. */
    long getDiskFreeBytes();

    /** Whether so little is left that there is a warning. */
    boolean isDiskLow();

    /** Bytes of the Java heap in use. */
    long getHeapUsedBytes();
}

package dev.pilothouse.desktop.process;

/** What became of a line for a child's stdin. */
public enum WriteResult {
    /** It stands in the queue and will be written in order, if the child lives and reads. */
    ACCEPTED,
    /** Refused: the child does not read, and the queue is full. Nothing was queued. */
    FULL,
    /** Refused: stdin is closed, or the process has ended. */
    CLOSED
}

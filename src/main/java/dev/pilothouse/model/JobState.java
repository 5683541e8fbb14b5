package dev.pilothouse.model;

/** The state of a job. */
public enum JobState {
    QUEUED,
    RUNNING,
    /** It continues when a person has answered. */
    WAITING_FOR_YOU,
    DONE,
    FAILED,
    /** A person cancelled it. */
    STOPPED,
    /** The host ended meanwhile, and cannot find out what the job has done. */
    UNKNOWN;

    /** Whether it has ended. */
    public boolean isOver() {
        return this == DONE || this == FAILED || this == STOPPED || this == UNKNOWN;
    }
}

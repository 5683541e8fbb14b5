package dev.pilothouse.model;

/** Why a run has ended. */
public enum RunStopReason {
    /** Its check succeeded. */
    MET,
    /** All its work is done. */
    COMPLETED,
    /** A person stopped it. */
    STOPPED,
    /** A budget is used up. */
    BUDGET,
    /** It has continued as often as it may. */
    CONTINUATIONS,
    /** It has taken as long as it may. */
    TIME,
    /** The last attempts changed nothing. */
    NO_CHANGE,
    /** It cannot continue without a person. */
    BLOCKED,
    /** An agent or a step failed. */
    FAILED,
    /** The host ended, and the run could not be continued. */
    HOST_ENDED,
    OTHER
}

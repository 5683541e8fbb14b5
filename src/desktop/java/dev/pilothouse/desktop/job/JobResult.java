package dev.pilothouse.desktop.job;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobState;

/**
 * The outcome of a job, or of the part of it before an answer.
 *
 * @param state one in which the job is over, or {@link JobState#WAITING_FOR_YOU}
 * @param text a sentence for display; may be empty
 */
public record JobResult(JobState state, String text) {
    public JobResult {
        if (!state.isOver() && state != JobState.WAITING_FOR_YOU) {
            throw new IllegalArgumentException(state + " is no outcome");
        }
    }

    /** The job has asked a person and continues with the answer; see {@link JobRun#ask}. */
    static JobResult waiting() {
        return new JobResult(JobState.WAITING_FOR_YOU, "");
    }

    public static JobResult done(String text) {
        return new JobResult(JobState.DONE, text);
    }

    public static JobResult failed(HostText text) {
        return failed(text.text());
    }

    public static JobResult failed(String text) {
        return new JobResult(JobState.FAILED, text);
    }

    public static JobResult stopped(String text) {
        return new JobResult(JobState.STOPPED, text);
    }

    public static JobResult unknown(String text) {
        return new JobResult(JobState.UNKNOWN, text);
    }
}

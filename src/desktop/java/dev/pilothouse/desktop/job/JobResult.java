package dev.pilothouse.desktop.job;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobState;

/**
 * The outcome of a job, or of the part of it before an answer.
 *
 * @param state one in which the job is over, or {@link JobState#WAITING_FOR_YOU}
 * @param sentence for display; may be empty
 */
public record JobResult(JobState state, HostText sentence) {
    public JobResult {
        if (!state.isOver() && state != JobState.WAITING_FOR_YOU) {
            throw new IllegalArgumentException(state + " is no outcome");
        }
    }

    /** The job has asked a person and continues with the answer; see {@link JobRun#ask}. */
    static JobResult waiting() {
        return new JobResult(JobState.WAITING_FOR_YOU, HostText.NONE);
    }

    /** In English. */
    public String text() {
        return sentence.text();
    }

    public static JobResult done(HostText sentence) {
        return new JobResult(JobState.DONE, sentence);
    }

    public static JobResult done(String text) {
        return new JobResult(JobState.DONE, HostText.untranslated(text));
    }

    public static JobResult failed(HostText sentence) {
        return new JobResult(JobState.FAILED, sentence);
    }

    public static JobResult failed(String text) {
        return new JobResult(JobState.FAILED, HostText.untranslated(text));
    }

    public static JobResult stopped(HostText sentence) {
        return new JobResult(JobState.STOPPED, sentence);
    }

    public static JobResult stopped(String text) {
        return new JobResult(JobState.STOPPED, HostText.untranslated(text));
    }

    public static JobResult unknown(HostText sentence) {
        return new JobResult(JobState.UNKNOWN, sentence);
    }

    public static JobResult unknown(String text) {
        return new JobResult(JobState.UNKNOWN, HostText.untranslated(text));
    }
}

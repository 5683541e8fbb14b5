package dev.pilothouse.desktop.job;

import java.io.IOException;

/** Carries out the jobs of one kind. Its methods run on a thread of the jobs and may block. */
public interface JobRunner {
    /**
     * Carries out the job.
     *
     * @throws IOException the job then fails with this reason
     * @throws InterruptedException if the host ends; the next start then calls {@link #recover}
     */
    JobResult run(JobRun run) throws IOException, InterruptedException;

    /**
     * Continues or settles a job that was running when the host ended, that has an answer to its question, or that a
     * person runs again. {@link JobRun#step()} is the last step that it
     * had begun, so that step may have taken effect wholly, in part or not at all.
     */
    JobResult recover(JobRun run) throws IOException, InterruptedException;
}

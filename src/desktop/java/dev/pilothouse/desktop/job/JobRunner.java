package dev.pilothouse.desktop.job;

import dev.pilothouse.model.HostText;
import java.io.IOException;
import java.util.Optional;

/** Carries out the jobs of one kind. Its methods run on a thread of the jobs and may block. */
public interface JobRunner {
    /**
     * The reason for which a job that has not begun waits; empty to run it now. Called when it is submitted, at the start of the
     * host and with {@link JobRegistry#wake}, on any thread. May read the disk for a moment.
     */
    default Optional<HostText> waitsFor(JobRun run) {
        return Optional.empty();
    }

    /**
     * Whether jobs of this kind end within seconds: they run no program of a repository and speak to no remote. They have
     * threads of their own, so that none waits behind a hook that hangs.
     */
    default boolean isQuick() {
        return false;
    }

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

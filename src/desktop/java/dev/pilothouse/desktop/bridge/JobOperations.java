package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import java.util.List;
import java.util.Optional;

/** The jobs of the host, for its connections. Thread-safe. */
public interface JobOperations {
    /** The jobs that every client sees: those that are not over, and the newest that are. The newest first. */
    List<Job> shown();

    /** All jobs, the newest first. */
    List<Job> all();

    Optional<Job> find(JobId jobId);

    /** Cancels a job. Does nothing if it is over. The journal has it when this returns; it may write to the disk. */
    void cancel(JobId jobId) throws HostOperations.RefusedException;

    /** Runs a job again that ended without success. Does nothing if it is not over, or is done. */
    void retry(JobId jobId) throws HostOperations.RefusedException;
}

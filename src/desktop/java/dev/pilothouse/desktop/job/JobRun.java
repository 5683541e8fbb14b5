package dev.pilothouse.desktop.job;

import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import java.io.IOException;

/** One run of a job, for its {@link JobRunner}. Thread-safe. */
public interface JobRun {
    JobId jobId();

    JobRequest request();

    /** @return empty if there is none of that name */
    String parameter(String name);

    /** The last step that was begun, also by an earlier run of the host; empty before the first. */
    String step();

    /** Begins a step. It is on disk when this returns, so call it before the step takes effect. */
    void begin(String step) throws IOException;

    /** Adds a line of output. A long line is shortened, control characters are removed. */
    void print(String line);

    /** Adds a fact to the outcome. At most a few; it is stored with the next step or the end. */
    void record(String name, String value);

    /** Whether a person has cancelled the job, or the host ends. */
    boolean isCancelled();
}

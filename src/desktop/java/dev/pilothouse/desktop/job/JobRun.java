package dev.pilothouse.desktop.job;

import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import java.io.IOException;
import java.util.Optional;

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

    /** Adds a line of another program's output. A long line is shortened, control characters are removed. */
    default void print(String line) {
        print(new HostText(line, HostText.Code.NONE));
    }

    /** Adds a line of the host's own to the output. */
    void print(HostText line);

    /** Adds a fact to the outcome. At most a few; it is stored with the next step or the end. */
    void record(String name, String value);

    /** Like {@link #record}, for a text of several lines. */
    void recordText(String name, String text);

    /**
     * Asks a person. The job then waits without a thread, until {@link JobRunner#recover} continues it: with the answer,
     * because it was cancelled, or because the host has started again. The runner then looks for the answer, and asks
     * with the same key if there is none. Begin a step with the key before.
     *
     * @return what the runner must return
     */
    JobResult ask(JobQuestion question);

    /** The answer to a question that this run of the host has asked. */
    Optional<QuestionAnswer> answer(String key);

    /** Whether the device that asked for it may still do that. A runner that waits asks again afterwards. */
    boolean isAllowed();

    /** Whether a person has cancelled the job, or the host ends. */
    boolean isCancelled();
}

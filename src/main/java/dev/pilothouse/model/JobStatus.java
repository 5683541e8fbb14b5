package dev.pilothouse.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a job, with its outcome.
 *
 * @param sentence about the outcome, or about the reason why it waits; may be empty
 * @param evidence facts by name, such as an exit code or a path
 * @param startedAt null while it is queued for the first time
 * @param endedAt null until it is over
 */
public record JobStatus(
        JobState state,
        HostText sentence,
        Map<String, String> evidence,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {
    public static final JobStatus QUEUED = new JobStatus(JobState.QUEUED, HostText.NONE, Map.of(), null, null);

    public JobStatus {
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    public JobStatus(
            JobState state,
            String text,
            Map<String, String> evidence,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {
        this(state, HostText.untranslated(text), evidence, startedAt, endedAt);
    }

    /** In English. */
    public String text() {
        return sentence.text();
    }
}

package dev.pilothouse.desktop.job;

import dev.pilothouse.model.Job;
import dev.pilothouse.protocol.JobCodec;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import java.util.Map;

/**
 * A job as it is stored. Immutable.
 *
 * @param parameters what its kind needs to carry it out, by name
 * @param step the last step that its kind has begun; empty before the first
 */
record JobRecord(Job job, Map<String, String> parameters, String step) {
    static final int VERSION = 1;

    static final RecordCodec<JobRecord> CODEC = io -> new JobRecord(
            io.inline(JobCodec.JOB, JobRecord::job),
            io.opt("parameters", Json.TEXTS_BY_NAME, JobRecord::parameters, Map.of()),
            io.opt("step", Json.TEXT, JobRecord::step));

    JobRecord {
        parameters = Map.copyOf(parameters);
    }
}

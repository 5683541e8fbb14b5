package dev.pilothouse.desktop.job;

import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import java.util.List;
import java.util.Map;

/**
 * A job to carry out.
 *
 * @param jobId the same id again is the same job
 * @param arguments the values that the texts of its kind name; visible to every device
 * @param parameters what its kind needs to carry it out, by name
 */
public record JobOrder(
        JobId jobId, JobKind kind, List<String> arguments, Map<String, String> parameters, JobRequest request) {
    public JobOrder {
        arguments = List.copyOf(arguments);
        parameters = Map.copyOf(parameters);
    }
}

package dev.pilothouse.model;

import java.util.List;

/**
 * A unit of work of a host, with its progress and its outcome. It survives a restart of the host.
 *
 * @param arguments the values that the texts of its kind name, such as a branch
 */
public record Job(
        JobId jobId, JobKind kind, List<String> arguments, JobRequest request, JobStatus status, JobOutput output) {
    public Job {
        arguments = List.copyOf(arguments);
    }

    public JobState state() {
        return status.state();
    }

    public Job with(JobOutput other) {
        return new Job(jobId, kind, arguments, request, status, other);
    }
}

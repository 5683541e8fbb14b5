package dev.pilothouse.desktop.check;

import dev.pilothouse.model.JobId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A check to run.
 *
 * @param jobId the same id again is the same check
 * @param directory where it runs
 * @param commands lines for the shell that a person has typed; empty: the check of the repository, in its top directory
 * @param limit for all commands together, in whole minutes
 */
public record CheckOrder(JobId jobId, Path directory, List<String> commands, Duration limit) {
    public static final Duration USUAL_LIMIT = Duration.ofMinutes(10);
    public static final Duration LONGEST_LIMIT = Duration.ofMinutes(120);

    public CheckOrder {
        commands = List.copyOf(commands);
    }
}

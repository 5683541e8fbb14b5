package dev.pilothouse.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a check, which a job of the kind {@link JobKind#CHECK} has in its evidence.
 *
 * @param exitCode of the command that failed, or 0; -1 if none has ended
 * @param duration of all commands together
 * @param command the command that failed, shortened; empty if none has
 * @param lines the last lines of output, oldest first
 */
public record CheckResult(Outcome outcome, int exitCode, Duration duration, String command, List<String> lines) {
    /** The names of the evidence. */
    public static final String OUTCOME = "outcome";

    public static final String EXIT_CODE = "exitCode";
    public static final String DURATION = "millis";
    public static final String COMMAND = "command";

    /** Lines of output that a result has. */
    public static final int MAX_LINES = 40;

    /** The way in which a check ended. */
    public enum Outcome {
        /** The check is not over. */
        OPEN,
        /** Every command has ended with the exit code 0. */
        PASSED,
        /** A command has ended with another exit code. */
        FAILED,
        TIMED_OUT,
        /** No command has failed, but the check has not run to its end. The job's sentence has the reason. */
        NOT_RUN
    }

    public CheckResult {
        lines = List.copyOf(lines);
    }

    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /** Reads the outcome of a job. */
    public static CheckResult of(Job job) {
        Map<String, String> evidence = job.status().evidence();
        return new CheckResult(
                outcome(job.state(), evidence.getOrDefault(OUTCOME, "")),
                (int) number(evidence.get(EXIT_CODE), -1),
                Duration.ofMillis(Math.max(0, number(evidence.get(DURATION), 0))),
                evidence.getOrDefault(COMMAND, ""),
                job.output().after(0, MAX_LINES).texts());
    }

    private static Outcome outcome(JobState state, String word) {
        if (!state.isOver()) {
            return Outcome.OPEN;
        }
        if (state == JobState.DONE) {
            return Outcome.PASSED;
        }
        if (state == JobState.FAILED) {
            for (Outcome outcome : List.of(Outcome.FAILED, Outcome.TIMED_OUT)) {
                if (outcome.name().equals(word)) {
                    return outcome;
                }
            }
        }
        return Outcome.NOT_RUN;
    }

    private static long number(@Nullable String text, long otherwise) {
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}

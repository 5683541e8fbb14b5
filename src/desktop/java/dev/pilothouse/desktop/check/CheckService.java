package dev.pilothouse.desktop.check;

import dev.pilothouse.desktop.bridge.CheckOperations;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.job.JobOrder;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.trust.CommandFileReader;
import dev.pilothouse.desktop.trust.CommandGuard;
import dev.pilothouse.desktop.trust.PortRegistry;
import dev.pilothouse.desktop.trust.ShellRunner;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks as jobs. Their outcome is read with {@link dev.pilothouse.model.CheckResult}. Thread-safe; owns no
 * thread.
 */
public final class CheckService implements CheckOperations {
    private final JobRegistry jobs;
    private final Function<SessionId, Optional<Path>> directories;
    private final Sessions turns;

    /**
     * The services of the host that checks use.
     *
     * @param ports the variables of a worktree
     */
    public record Parts(ShellRunner shell, CommandFileReader files, CommandGuard guard, PortRegistry ports) {}

    /** The turns of sessions. Any thread. */
    public interface Sessions {
        /** Returns the present state; empty if there is no such session. */
        Optional<Turn> of(SessionId sessionId);

        /** The check of a session that waited for a turn is over. */
        void noted(SessionId sessionId, NoteLevel level, HostText result);
    }

    /** @param working whether one runs @param last the one that has ended last; 0 for none */
    public record Turn(boolean working, long last) {}

    /** @param directories the directory of a session; empty if there is none, or if its agent runs elsewhere */
    public CheckService(
            JobRegistry jobs, Parts parts, Function<SessionId, Optional<Path>> directories, Sessions turns) {
        this.jobs = jobs;
        this.directories = directories;
        this.turns = turns;
        jobs.register(
                JobKind.CHECK,
                new CheckRunner(
                        jobId -> jobs.find(jobId)
                                .filter(job -> !job.state().isOver())
                                .isPresent(),
                        parts,
                        turns));
        jobs.listen(new JobRegistry.Listener() {
            @Override
            public void onState(Job job) {
                if (job.kind() == JobKind.CHECK && job.state().isOver()) {
                    jobs.wake();
                }
            }
        });
    }

    @Override
    public void run(ClientMessage.RunCheck message, JobRequest requester) throws RefusedException {
        Path directory = directories
                .apply(message.sessionId())
                .orElseThrow(() -> refused(ErrorCode.BAD_REQUEST, HostTextCode.CHECK_NO_DIRECTORY));
        int minutes = message.minutes() == 0 ? (int) CheckOrder.USUAL_LIMIT.toMinutes() : message.minutes();
        submit(
                message.jobId(),
                new CheckOrder(
                        directory,
                        message.commands(),
                        Duration.ofMinutes(minutes),
                        message.afterTurn() ? after(message) : null),
                new JobRequest(
                        requester.deviceId(),
                        requester.deviceName(),
                        requester.scope(),
                        message.sessionId(),
                        requester.at()));
    }

    /**
     * The turn after which the check runs: the present one, or the first. Without a turn in progress it is the one before
     * the last, so that the check runs at once. An order that is repeated means the turn of the first one.
     */
    private CheckOrder.@Nullable AfterTurn after(ClientMessage.RunCheck message) {
        String known = jobs.parameter(message.jobId(), CheckRunner.AFTER);
        if (!known.isEmpty()) {
            return new CheckOrder.AfterTurn(Long.parseLong(known));
        }
        return turns.of(message.sessionId())
                .map(turn -> new CheckOrder.AfterTurn(turn.working() ? turn.last() : Math.max(0, turn.last() - 1)))
                .orElse(null);
    }

    /**
     * Starts a check. The journal has it when this returns. An id that is known is the known check, unchanged.
     *
     * @param jobId the same id again is the same check
     * @param requester the device whose person has typed the commands, with the scope {@code steer}; its session is
     *     asked about the commands of a repository
     */
    public Job submit(JobId jobId, CheckOrder order, JobRequest requester) throws RefusedException {
        requireBounds(order.commands(), order.limit());
        return jobs.submit(new JobOrder(jobId, JobKind.CHECK, order.arguments(), order.parameters(), requester));
    }

    /** Refuses commands or a limit that no check may have. */
    public static void requireBounds(List<String> commands, Duration limit) throws RefusedException {
        boolean fits = commands.size() <= CommandFileReader.MAX_COMMANDS
                && commands.stream().mapToInt(String::length).sum() <= CommandFileReader.MAX_ALL
                && commands.stream()
                        .allMatch(command -> !command.isBlank()
                                && command.length() <= CommandFileReader.MAX_COMMAND
                                && command.indexOf('\0') < 0);
        if (!fits) {
            throw refused(
                    ErrorCode.BAD_REQUEST,
                    HostTextCode.CHECK_TOO_LONG,
                    CommandFileReader.MAX_COMMANDS,
                    CommandFileReader.MAX_COMMAND,
                    CommandFileReader.MAX_ALL);
        }
        if (limit.toMinutes() < 1 || limit.compareTo(CheckOrder.LONGEST_LIMIT) > 0) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.CHECK_LIMIT, CheckOrder.LONGEST_LIMIT.toMinutes());
        }
    }

    private static RefusedException refused(ErrorCode code, HostTextCode text, Object... values) {
        return new RefusedException(code, HostText.of(text, values));
    }
}

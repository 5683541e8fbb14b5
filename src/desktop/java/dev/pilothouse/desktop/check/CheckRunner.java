package dev.pilothouse.desktop.check;

import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.trust.CommandFileException;
import dev.pilothouse.desktop.trust.CommandFileReader;
import dev.pilothouse.desktop.trust.CommandGuard;
import dev.pilothouse.desktop.trust.RepositoryCommands;
import dev.pilothouse.desktop.trust.ShellRunner;
import dev.pilothouse.model.CheckResult;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Runs the commands of a check, one after the other, until one fails. The commands of a repository run after a person
 * has allowed their content. At most {@value #AT_A_TIME} checks run at a time, so that other jobs find a thread. Any
 * thread.
 */
final class CheckRunner implements JobRunner {
    static final int AT_A_TIME = 2;

    static final String DIRECTORY = "directory";
    static final String LIMIT = "limitMillis";
    /** The turn after which it runs. */
    static final String AFTER = "afterTurn";
    /** Followed by a number from 0. */
    static final String COMMAND = "command.";

    /** Followed by the key of a question. */
    static final String ASKED = "asked:";
    /** Followed by the number of the attempt. */
    static final String RUNNING = "running:";

    static final String ENDED = "ended";

    /** A check that the end of the host has cut off begins again so often. */
    private static final int ATTEMPTS = 2;

    private static final int MAX_SHOWN = 200;

    private final Predicate<JobId> open;
    private final CheckService.Parts parts;
    private final CheckService.Sessions turns;
    /** Checks that run, or are about to. Guarded by itself. */
    private final Set<JobId> running = new HashSet<>();

    /** @param open whether a job is not over */
    CheckRunner(Predicate<JobId> open, CheckService.Parts parts, CheckService.Sessions turns) {
        this.open = open;
        this.parts = parts;
        this.turns = turns;
    }

    static Map<String, String> parameters(CheckOrder order) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(DIRECTORY, order.directory().toString());
        parameters.put(LIMIT, Long.toString(order.limit().toMillis()));
        CheckOrder.AfterTurn after = order.afterTurn();
        if (after != null) {
            parameters.put(AFTER, Long.toString(after.last()));
        }
        for (int i = 0; i < order.commands().size(); i++) {
            parameters.put(COMMAND + i, order.commands().get(i));
        }
        return parameters;
    }

    private static List<String> typed(JobRun run) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; !run.parameter(COMMAND + i).isEmpty(); i++) {
            commands.add(run.parameter(COMMAND + i));
        }
        return commands;
    }

    @Override
    public Optional<HostText> waitsFor(JobRun run) {
        if (waitsForTurn(run)) {
            return Optional.of(HostText.of(HostTextCode.CHECK_AFTER_TURN));
        }
        synchronized (running) {
            // A check that was cancelled before it began has never left the set.
            running.removeIf(jobId -> !open.test(jobId));
            if (running.contains(run.jobId()) || running.size() < AT_A_TIME) {
                running.add(run.jobId());
                return Optional.empty();
            }
        }
        return Optional.of(HostText.of(HostTextCode.CHECK_WAITS));
    }

    private boolean waitsForTurn(JobRun run) {
        String after = run.parameter(AFTER);
        SessionId sessionId = run.request().sessionId();
        if (after.isEmpty() || sessionId == null) {
            return false;
        }
        // A check of a session that is gone begins, and says so.
        return turns.of(sessionId)
                .filter(turn -> turn.working() || turn.last() <= Long.parseLong(after))
                .isPresent();
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        return execute(run, 1);
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        if (!run.isAllowed()) {
            return failed(
                    run,
                    CheckResult.Outcome.NOT_RUN,
                    HostText.of(HostTextCode.JOB_NOT_ALLOWED, run.request().deviceName()));
        }
        int attempt =
                run.step().startsWith(RUNNING) ? Integer.parseInt(run.step().substring(RUNNING.length())) + 1 : 1;
        return execute(run, attempt);
    }

    private JobResult execute(JobRun run, int attempt) throws IOException, InterruptedException {
        try {
            JobResult result = check(run, attempt);
            note(run, result);
            return result;
        } finally {
            synchronized (running) {
                running.remove(run.jobId());
            }
        }
    }

    /** Shows the result in the session, if the check was ordered for the time after a turn. */
    private void note(JobRun run, JobResult result) {
        SessionId sessionId = run.request().sessionId();
        if (run.parameter(AFTER).isEmpty()
                || sessionId == null
                || !result.state().isOver()) {
            return;
        }
        List<String> typed = typed(run);
        String about = typed.isEmpty() ? CommandFileReader.FILE : shown(String.join("; ", typed));
        if (result.state() == JobState.DONE) {
            turns.noted(sessionId, NoteLevel.INFO, HostText.of(HostTextCode.CHECK_NOTE_PASSED, about));
        } else if (result.state() == JobState.FAILED) {
            turns.noted(
                    sessionId,
                    NoteLevel.WARNING,
                    HostText.of(HostTextCode.CHECK_NOTE_FAILED, about, result.sentence()));
        }
    }

    private static String shown(String command) {
        return TextCutter.line(PlainText.line(PlainText.exact(command)), MAX_SHOWN);
    }

    private JobResult check(JobRun run, int attempt) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        SessionId sessionId = run.request().sessionId();
        if (!run.parameter(AFTER).isEmpty()
                && sessionId != null
                && turns.of(sessionId).isEmpty()) {
            return failed(
                    run, CheckResult.Outcome.NOT_RUN, HostText.of(HostTextCode.SESSION_UNKNOWN, sessionId.value()));
        }
        Path directory = Path.of(run.parameter(DIRECTORY));
        List<String> commands = typed(run);
        if (commands.isEmpty()) {
            Optional<WorkingTree> tree = WorkingTree.containing(directory);
            HostText missing = HostText.of(HostTextCode.CHECK_MISSING, CommandFileReader.FILE);
            if (tree.isEmpty()) {
                return failed(run, CheckResult.Outcome.NOT_RUN, missing);
            }
            directory = tree.get().root();
            RepositoryCommands found;
            try {
                found = parts.files().read(directory, tree.get().mainCheckout());
            } catch (CommandFileException wrong) {
                return failed(run, CheckResult.Outcome.NOT_RUN, wrong.sentence());
            }
            commands = found.check();
            if (commands.isEmpty()) {
                return failed(run, CheckResult.Outcome.NOT_RUN, missing);
            }
            CommandGuard.Verdict verdict = found.own() ? CommandGuard.Verdict.ALLOWED : approve(run, directory, found);
            if (verdict == CommandGuard.Verdict.ASKED) {
                return CommandGuard.waiting();
            }
            if (verdict != CommandGuard.Verdict.ALLOWED) {
                run.begin(ENDED);
                return failed(run, CheckResult.Outcome.NOT_RUN, HostText.of(HostTextCode.CHECK_NOT_ALLOWED));
            }
        }
        if (attempt > ATTEMPTS) {
            run.begin(ENDED);
            return failed(run, CheckResult.Outcome.NOT_RUN, HostText.of(HostTextCode.CHECK_CUT_OFF));
        }
        run.begin(RUNNING + attempt);
        JobResult result = execute(run, directory, commands);
        // A person who runs it again begins with a first attempt.
        run.begin(ENDED);
        return result;
    }

    private CommandGuard.Verdict approve(JobRun run, Path directory, RepositoryCommands found) throws IOException {
        return parts.guard()
                .ask(
                        run,
                        new CommandGuard.Question(
                                directory,
                                Optional.ofNullable(run.request().sessionId()),
                                found.checkDigest(),
                                found.checkLines(),
                                HostText.of(HostTextCode.CHECK_ALLOW, found.file(), directory),
                                ASKED));
    }

    private JobResult execute(JobRun run, Path directory, List<String> commands) throws InterruptedException {
        Duration limit = Duration.ofMillis(Long.parseLong(run.parameter(LIMIT)));
        long began = System.nanoTime();
        Map<String, String> variables = parts.ports().variables(directory);
        for (String command : commands) {
            String shown = shown(command);
            run.print("$ " + shown);
            Duration left = limit.minusNanos(System.nanoTime() - began);
            ShellRunner.Result result =
                    parts.shell().run(command, directory, variables, left, run::print, run::isCancelled);
            run.record(
                    CheckResult.DURATION,
                    Long.toString(Duration.ofNanos(System.nanoTime() - began).toMillis()));
            if (!result.succeeded()) {
                run.record(CheckResult.COMMAND, shown);
            }
            switch (result.outcome()) {
                case CANCELLED:
                    return JobResult.stopped(HostText.NONE);
                case TIMED_OUT:
                    return failed(
                            run,
                            CheckResult.Outcome.TIMED_OUT,
                            HostText.of(HostTextCode.CHECK_TIMED_OUT, limit.toMinutes(), shown));
                case NOT_STARTED:
                    return failed(
                            run,
                            CheckResult.Outcome.NOT_RUN,
                            HostText.of(HostTextCode.COMMAND_NOT_STARTED, shown, result.text()));
                default:
                    run.record(CheckResult.EXIT_CODE, Integer.toString(result.code()));
                    if (!result.succeeded()) {
                        return failed(
                                run,
                                CheckResult.Outcome.FAILED,
                                HostText.of(HostTextCode.COMMAND_FAILED, result.code(), shown));
                    }
            }
        }
        run.record(CheckResult.OUTCOME, CheckResult.Outcome.PASSED.name());
        return JobResult.done(HostText.of(HostTextCode.CHECK_PASSED));
    }

    private static JobResult failed(JobRun run, CheckResult.Outcome outcome, HostText sentence) {
        run.record(CheckResult.OUTCOME, outcome.name());
        return JobResult.failed(sentence);
    }
}

package dev.pilothouse.desktop.trust;

import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.job.JobQuestion;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Prepares a new worktree as a part of the job that creates it: leases ports, copies ignored files, and runs the setup
 * commands of its repository after a person has allowed them. Before a worktree is removed, runs the teardown commands
 * under the same condition. Stateless but for its stores; any thread. Blocks for git, the disk and the commands.
 */
public final class WorktreePreparer {
    /** The steps of a job that are this class's begin with this. */
    private static final String PREFIX = "prepare:";

    private static final String ASKED = "asked";
    private static final String FAILED = "failed";
    private static final String RUNNING = "running";
    private static final String OVER = "over";

    private static final Duration LIMIT = Duration.ofMinutes(30);
    /** A setup that the end of the host has cut off begins again by itself so often, then a person is asked. */
    private static final int ATTEMPTS = 2;

    private static final int TAIL = 20;
    private static final int MAX_SHOWN = 200;
    private static final int MAX_LINE = 500;

    private final GitRunner git;
    private final PortRegistry ports;
    private final CommandFileReader files;
    private final ShellRunner shell;
    private final CommandGuard guard;

    public WorktreePreparer(
            GitRunner git, PortRegistry ports, CommandFileReader files, ShellRunner shell, CommandGuard guard) {
        this.git = git;
        this.ports = ports;
        this.files = files;
        this.shell = shell;
        this.guard = guard;
    }

    /**
     * A worktree.
     *
     * @param main the main working directory of its repository
     * @param session the session in whose inbox people are asked; empty if there is none
     */
    public record Target(Path place, Path main, String branch, Optional<SessionId> session) {}

    /** The two times at which commands of a repository run. */
    private enum Phase {
        SETUP("setup", HostTextCode.SETUP_ALLOW, HostTextCode.SETUP_NOT_ALLOWED, HostTextCode.CONTINUE_WITHOUT_SETUP),
        TEARDOWN(
                "teardown", HostTextCode.TEARDOWN_ALLOW, HostTextCode.TEARDOWN_NOT_ALLOWED, HostTextCode.REMOVE_ANYWAY);

        private final String word;
        private final HostTextCode question;
        private final HostTextCode refused;
        private final HostTextCode without;

        Phase(String word, HostTextCode question, HostTextCode refused, HostTextCode without) {
            this.word = word;
            this.question = question;
            this.refused = refused;
            this.without = without;
        }

        List<String> of(RepositoryCommands commands) {
            return this == SETUP ? commands.setup() : commands.teardown();
        }
    }

    /** A step of the job. @param value the key of a question, or the number of an attempt */
    private record Step(String phase, String name, String value) {
        static Step of(String text) {
            String[] parts = text.split(":", 4);
            return text.startsWith(PREFIX) && parts.length == 4
                    ? new Step(parts[1], parts[2], parts[3])
                    : new Step("", "", "");
        }

        static String of(Phase phase, String name, String value) {
            return PREFIX + phase.word + ":" + name + ":" + value;
        }

        boolean is(Phase wanted, String other) {
            return phase.equals(wanted.word) && name.equals(other);
        }
    }

    /** Whether a job was preparing when it stopped. */
    public static boolean isPreparing(String step) {
        return Step.of(step).phase().equals(Phase.SETUP.word);
    }

    /** Whether a job was running teardown commands, or asked about them, when it stopped. */
    public static boolean isTearingDown(String step) {
        return Step.of(step).phase().equals(Phase.TEARDOWN.word);
    }

    /**
     * Prepares a worktree that is complete, or continues that after an answer, a restart of the host or a retry.
     *
     * @return done, also if a person goes on without setup; or that the job waits, was stopped or has failed
     * @throws InterruptedException if the host ends
     */
    public JobResult prepare(JobRun run, Target target) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        Map<String, String> variables = lease(run, target);
        if (!isPreparing(run.step())) {
            copy(run, target);
        }
        return run(run, Phase.SETUP, target, variables);
    }

    /**
     * Runs the teardown commands of a worktree that is about to be removed.
     *
     * @return done if the worktree may be removed; or that the job waits, was stopped or has failed
     * @throws InterruptedException if the host ends
     */
    public JobResult tearDown(JobRun run, Target target) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        Map<String, String> variables = new HashMap<>(ports.variables(target.place()));
        variables.putIfAbsent(PortRegistry.WORKTREE, target.place().toString());
        variables.putIfAbsent(PortRegistry.BRANCH, target.branch());
        return run(run, Phase.TEARDOWN, target, variables);
    }

    /** Frees what a worktree has that is gone. */
    public void removed(JobRun run, Path place) {
        try {
            ports.free(place);
        } catch (IOException e) {
            run.print(HostText.of(HostTextCode.JOB_PORTS_FREE_LATER));
        }
    }

    private Map<String, String> lease(JobRun run, Target target) throws IOException {
        PortRegistry.Lease lease = ports.lease(target.place(), target.branch());
        if (lease.port() == 0) {
            run.print(HostText.of(HostTextCode.JOB_NO_PORTS));
        } else {
            run.record("port", String.valueOf(lease.port()));
        }
        return PortRegistry.variables(lease);
    }

    private void copy(JobRun run, Target target) throws IOException {
        try {
            List<String> patterns = files.read(target.place(), target.main()).copy();
            if (!patterns.isEmpty()) {
                new CopiedFiles(git).copy(target.main(), target.place(), patterns, run::print);
            }
        } catch (CommandFileException wrong) {
            // The question about the file follows.
            run.print(wrong.sentence());
        }
    }

    private JobResult run(JobRun run, Phase phase, Target target, Map<String, String> variables)
            throws IOException, InterruptedException {
        Step step = Step.of(run.step());
        if (step.is(phase, FAILED)) {
            Optional<QuestionAnswer> answer = run.answer(step.value());
            HostText open = HostText.of(HostTextCode.COMMANDS_NOT_DONE, phase.word);
            if (answer.isEmpty() && target.session().isPresent()) {
                return run.ask(afterFailure(phase, target, step.value(), open, List.of()));
            }
            // Without a session nobody can be asked, so running a removal again is the consent to go on.
            String chosen = answer.map(QuestionAnswer::optionId)
                    .orElse(phase == Phase.TEARDOWN ? phase.without.word() : HostTextCode.RETRY.word());
            if (chosen.equals(phase.without.word())) {
                run.print(HostText.of(HostTextCode.JOB_GOES_ON_WITHOUT, phase.word));
                run.begin(Step.of(phase, OVER, ""));
                return JobResult.done(HostText.NONE);
            }
            if (!chosen.equals(HostTextCode.RETRY.word())) {
                return JobResult.failed(open);
            }
        }
        if (step.is(phase, OVER)) {
            return JobResult.done(HostText.NONE);
        }
        RepositoryCommands commands;
        try {
            commands = files.read(target.place(), target.main());
        } catch (CommandFileException wrong) {
            return fail(run, phase, target, wrong.sentence(), List.of());
        }
        if (phase.of(commands).isEmpty()) {
            return JobResult.done(HostText.NONE);
        }
        Optional<JobResult> unanswered = commands.own() ? Optional.empty() : trusted(run, phase, target, commands);
        return unanswered.isPresent() ? unanswered.get() : execute(run, phase, target, commands, variables, step);
    }

    /** @return empty if the commands may run; else what the runner returns */
    private Optional<JobResult> trusted(JobRun run, Phase phase, Target target, RepositoryCommands commands)
            throws IOException {
        CommandGuard.Verdict verdict = guard.ask(
                run,
                new CommandGuard.Question(
                        target.place(),
                        target.session(),
                        commands.digest(),
                        commands.lines(),
                        HostText.of(phase.question, commands.file(), target.place()),
                        Step.of(phase, ASKED, "")));
        switch (verdict) {
            case ALLOWED:
                return Optional.empty();
            case ASKED:
                return Optional.of(CommandGuard.waiting());
            case NOBODY:
                run.print(HostText.of(HostTextCode.JOB_NOBODY_ALLOWED, phase.word));
                return Optional.of(JobResult.done(HostText.NONE));
            default:
                return Optional.of(fail(run, phase, target, HostText.of(phase.refused), List.of()));
        }
    }

    private JobResult execute(
            JobRun run,
            Phase phase,
            Target target,
            RepositoryCommands commands,
            Map<String, String> variables,
            Step step)
            throws IOException, InterruptedException {
        int attempt = step.is(phase, RUNNING) ? Integer.parseInt(step.value()) + 1 : 1;
        if (attempt > ATTEMPTS) {
            return fail(run, phase, target, HostText.of(HostTextCode.COMMANDS_CUT_OFF, phase.word), List.of());
        }
        run.begin(Step.of(phase, RUNNING, String.valueOf(attempt)));
        for (String command : phase.of(commands)) {
            String shown = TextCutter.line(PlainText.line(PlainText.exact(command)), MAX_SHOWN);
            run.print("$ " + shown);
            Deque<String> tail = new ArrayDeque<>();
            ShellRunner.Result result = shell.run(
                    command,
                    target.place(),
                    variables,
                    LIMIT,
                    line -> {
                        run.print(line);
                        keep(tail, line);
                    },
                    run::isCancelled);
            if (result.outcome() == ShellRunner.Outcome.CANCELLED) {
                run.begin(Step.of(phase, RUNNING, "0"));
                return JobResult.stopped(HostText.NONE);
            }
            if (!result.succeeded()) {
                run.record("exitCode", String.valueOf(result.code()));
                HostText problem = switch (result.outcome()) {
                    case TIMED_OUT -> HostText.of(HostTextCode.COMMAND_TIMED_OUT, LIMIT.toMinutes(), shown);
                    case NOT_STARTED -> HostText.of(HostTextCode.COMMAND_NOT_STARTED, shown, result.text());
                    default -> HostText.of(HostTextCode.COMMAND_FAILED, result.code(), shown);
                };
                return fail(run, phase, target, problem, List.copyOf(tail));
            }
        }
        run.begin(Step.of(phase, OVER, ""));
        return JobResult.done(HostText.NONE);
    }

    private static void keep(Deque<String> tail, String line) {
        synchronized (tail) {
            tail.addLast(TextCutter.line(PlainText.line(line), MAX_LINE));
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
        }
    }

    /** Offers to try again or to go on without; where nobody can be asked, the job fails. */
    private static JobResult fail(JobRun run, Phase phase, Target target, HostText problem, List<String> output)
            throws IOException {
        String key = UUID.randomUUID().toString();
        run.begin(Step.of(phase, FAILED, key));
        run.print(problem);
        return target.session().isPresent()
                ? run.ask(afterFailure(phase, target, key, problem, output))
                : JobResult.failed(problem);
    }

    private static JobQuestion afterFailure(
            Phase phase, Target target, String key, HostText problem, List<String> output) {
        return new JobQuestion(
                target.session().orElseThrow(),
                key,
                Scope.STEER,
                problem,
                output.isEmpty() ? "" : RepositoryCommands.block(output),
                List.of(
                        CommandGuard.option(HostTextCode.RETRY, PendingOption.Kind.OTHER),
                        CommandGuard.option(phase.without, PendingOption.Kind.OTHER)));
    }
}

package dev.pilothouse.desktop.run;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.job.JobOrder;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.run.RunRecord.Step;
import dev.pilothouse.desktop.run.RunRecord.StepKind;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.WhenBusy;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the steps of runs: requests to sessions, jobs, and work of drivers. The ids are derived from the run and
 * the step, so a step that is carried out again takes effect once.
 *
 * <p>Sessions answer on their own threads; jobs and work run on those of the registry. Thread-safe. Has nothing to
 * close.
 */
final class StepExecutor {
    /** The parameter and the fact of a run with the name of the profile of its sessions. */
    static final String PROFILE = "profile";

    private static final Logger LOG = LoggerFactory.getLogger(StepExecutor.class);

    private final RunSessions sessions;
    private final JobRegistry jobs;
    private final Executor readers;
    private final Map<RunKind, RunDriver> drivers;
    private final Clock clock;
    /** The orders that create sessions right now. */
    private final Map<RequestId, RunRegistry.Starting> starting = new ConcurrentHashMap<>();

    /** @param drivers is not changed any more when the first step is carried out */
    StepExecutor(
            RunSessions sessions, JobRegistry jobs, Executor readers, Map<RunKind, RunDriver> drivers, Clock clock) {
        this.sessions = sessions;
        this.jobs = jobs;
        this.readers = readers;
        this.drivers = drivers;
        this.clock = clock;
    }

    /** The member for which a request creates a session right now. */
    Optional<RunRegistry.Starting> startingBy(RequestId requestId) {
        return Optional.ofNullable(starting.get(requestId));
    }

    /** The step is not tried again. */
    void over(RunId runId, Step step) {
        starting.remove(RunIds.request(runId, step));
    }

    /**
     * Carries out a step. Returns at once.
     *
     * @param done receives the outcome, on any thread; never called if the host ends meanwhile
     * @return false if there is no room at the moment
     */
    boolean execute(RunRecord stored, Step step, Consumer<Outcome> done) {
        RunId runId = stored.run().runId();
        switch (step.kind()) {
            case JOB, CANCEL_JOB, WORK -> {
                try {
                    readers.execute(() -> {
                        Outcome outcome = step.kind() == StepKind.WORK ? work(stored, step) : job(stored, step);
                        if (outcome != null) {
                            done.accept(outcome);
                        }
                    });
                } catch (RejectedExecutionException e) {
                    return false;
                }
            }
            default -> {
                SessionId sessionId = stored.run()
                        .member(step.member())
                        .map(RunMember::sessionId)
                        .orElse(null);
                Intent intent = intent(stored, step, sessionId);
                if (intent == null) {
                    done.accept(Outcome.DONE);
                    return true;
                }
                JobRequest by = stored.run().request();
                // An answer is that of the device that has allowed it.
                boolean answers = step.kind() == StepKind.ANSWER;
                Cause cause = new Cause(
                        RunIds.request(runId, step),
                        answers ? new DeviceId(step.get("device")) : by.deviceId(),
                        answers ? step.get("deviceName") : by.deviceName(),
                        BridgeCodec.digest(intent));
                if (step.kind() == StepKind.START) {
                    starting.put(cause.requestId(), new RunRegistry.Starting(runId, step.member()));
                }
                boolean takesBack = step.kind() == StepKind.TAKE_BACK;
                sessions.submit(
                        intent,
                        cause,
                        result ->
                                done.accept(takesBack ? Outcome.of(result).thatFoundSomething() : Outcome.of(result)));
            }
        }
        return true;
    }

    /**
     * The outcome of a step.
     *
     * @param refusal why it was not carried out; null if it was
     * @param result of reading, or empty if a prompt that waited is taken back; null for other steps
     */
    record Outcome(
            @Nullable ErrorCode code,
            @Nullable HostText refusal,
            @Nullable SessionId sessionId,
            @Nullable JsonObject result) {
        static final Outcome DONE = new Outcome(null, null, null, null);

        static Outcome refused(ErrorCode code, HostText text) {
            return new Outcome(code, text, null, null);
        }

        static Outcome of(IntentResult result) {
            if (result instanceof IntentResult.Accepted accepted) {
                return new Outcome(null, null, accepted.sessionId(), null);
            }
            IntentResult.Refused refused = (IntentResult.Refused) result;
            return refused(refused.code(), refused.sentence());
        }

        Outcome thatFoundSomething() {
            return new Outcome(code, refusal, sessionId, new JsonObject());
        }

        /** Whether the host may carry it out a little later. */
        boolean isPassing() {
            return code == ErrorCode.BUSY || code == ErrorCode.JOURNAL_FAILED || code == ErrorCode.SHUTTING_DOWN;
        }
    }

    /** The profile of a run is for those who work. A judge or a reviewer only reads, and gets no servers. */
    private static @Nullable String profile(Run run, RunMember member) {
        boolean works =
                member.role() == RunRole.ATTEMPT || member.role() == RunRole.LEAD || member.role() == RunRole.WORKER;
        String name = run.fact(PROFILE);
        return works && !name.isEmpty() ? name : null;
    }

    /** @return null if there is nothing to do */
    private @Nullable Intent intent(RunRecord stored, Step step, @Nullable SessionId sessionId) {
        if (step.kind() == StepKind.START) {
            RunMember member = stored.run().member(step.member()).orElseThrow();
            String branch = step.orNull("branch");
            return new Intent.CreateSession(
                    member.agentId(),
                    step.get("directory"),
                    step.orNull("mode"),
                    member.model().isEmpty() ? null : member.model(),
                    null,
                    null,
                    branch == null
                            ? null
                            : new WorktreeRequest(branch, step.get("base"), Boolean.parseBoolean(step.get("existing"))),
                    profile(stored.run(), member));
        }
        if (sessionId == null) {
            return null;
        }
        return switch (step.kind()) {
            case RENAME ->
                new Intent.RenameSession(
                        sessionId, TextCutter.line(PlainText.line(step.get("name")), Intent.RenameSession.MAX_NAME));
            case GROUP ->
                Intent.Organise.group(sessionId, TextCutter.line(stored.run().title(), Organisation.MAX_GROUP));
            case PROMPT -> new Intent.Prompt(sessionId, step.get("text"), WhenBusy.QUEUE);
            case TAKE_BACK ->
                sessions.queued(sessionId, RunIds.prompts(stored.run().runId(), step))
                        .map(queueId -> new Intent.RemoveQueued(sessionId, queueId))
                        .orElse(null);
            case CANCEL -> new Intent.Cancel(sessionId, new TurnId(Long.parseLong(step.get("turn"))));
            case RESUME -> new Intent.ResumeSession(sessionId);
            case ANSWER ->
                new Intent.AnswerPending(
                        sessionId, new PendingId(step.get("pending")), new Answer.Option(step.get("option")));
            case CLOSE -> new Intent.CloseSession(sessionId);
            case REMOVE -> new Intent.DeleteSession(sessionId);
            default -> throw new IllegalArgumentException("not of a session: " + step.kind());
        };
    }

    /** On a reader's thread. */
    private Outcome job(RunRecord stored, Step step) {
        JobId jobId = RunIds.job(stored.run().runId(), step.name());
        try {
            if (step.kind() == StepKind.CANCEL_JOB) {
                jobs.cancel(jobId);
                return Outcome.DONE;
            }
            List<String> arguments = new ArrayList<>();
            for (int i = 0; step.orNull("argument " + i) != null; i++) {
                arguments.add(step.get("argument " + i));
            }
            Map<String, String> parameters = new HashMap<>();
            String prefix = "parameter ";
            step.content().forEach((name, value) -> {
                if (name.startsWith(prefix)) {
                    parameters.put(name.substring(prefix.length()), value);
                }
            });
            String session = step.orNull("session");
            JobRequest by = stored.run().request();
            jobs.submit(new JobOrder(
                    jobId,
                    JobKind.valueOf(step.get("kind")),
                    arguments,
                    parameters,
                    new JobRequest(
                            by.deviceId(),
                            by.deviceName(),
                            by.scope(),
                            session == null ? null : new SessionId(session),
                            clock.instant())));
            return Outcome.DONE;
        } catch (RefusedException e) {
            return Outcome.refused(e.code(), e.sentence());
        }
    }

    /** On a reader's thread. @return null if the host ends */
    private @Nullable Outcome work(RunRecord stored, Step step) {
        RunDriver driver = drivers.get(stored.run().kind());
        try {
            JsonObject parameters = StrictJson.parseObject(step.get("parameters"));
            if (driver == null) {
                throw new IOException("no driver");
            }
            return new Outcome(null, null, null, driver.work(new RunWork(stored.run(), step.name(), parameters)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IOException e) {
            return Outcome.refused(ErrorCode.INTERNAL, IoErrorText.sentence(e));
        } catch (CodecException | RuntimeException e) {
            CrashReporter.report(Thread.currentThread(), e);
            return Outcome.refused(ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        }
    }

    /** Changes the run after a step, and lets its driver go on. */
    static void carriedOut(RunTransaction run, RunDriver driver, Step step, Outcome outcome) {
        run.done(step);
        String key = step.member();
        HostText refusal = outcome.refusal();
        switch (step.kind()) {
            case START -> {
                if (refusal == null) {
                    run.sessionIs(key, Objects.requireNonNull(outcome.sessionId()));
                    RunRegistry.unlessStopping(run, () -> driver.sessionStarted(run, run.member(key)));
                } else {
                    run.dropSteps(key, List.of());
                    failed(run, driver, key, refusal);
                }
            }
            case PROMPT -> {
                if (refusal != null) {
                    failed(run, driver, key, refusal);
                } else if (run.member(key).state() == RunMemberState.DISPATCHED) {
                    run.memberState(key, RunMemberState.ACCEPTED, HostText.NONE);
                }
            }
            case CLOSE -> {
                run.marks(key, run.marks(key).withEnded(true));
                if (!RunRegistry.isStopping(run)) {
                    driver.sessionClosed(run, run.member(key));
                }
            }
            case TAKE_BACK -> {
                boolean found = outcome.result() != null;
                if (step.orNull("all") == null) {
                    // Without a place in the queue it has begun.
                    run.cancelTurn(key);
                } else if (found && (refusal == null || outcome.code() == ErrorCode.CONFLICT)) {
                    // Until none waits. After a kill, the request may have been used for the one before.
                    run.takeBackNext(key, Integer.parseInt(step.get("prompt")));
                }
            }
            case REMOVE -> run.marks(key, run.marks(key).withEnded(true));
            case JOB -> {
                if (refusal != null) {
                    run.jobOver(step.name());
                    RunRegistry.unlessStopping(run, () -> driver.jobRefused(run, step.name(), refusal));
                }
            }
            case WORK ->
                RunRegistry.unlessStopping(run, () -> {
                    JsonObject result = outcome.result();
                    if (result != null) {
                        driver.workDone(run, step.name(), result);
                    } else {
                        driver.workFailed(run, step.name(), refusal == null ? HostText.NONE : refusal);
                    }
                });
            case ANSWER -> {
                if (refusal != null && !isNotOpen(outcome.code())) {
                    // Otherwise the same question would be answered again at once, and refused again.
                    run.disallow(key, step.get("pending"), refusal);
                }
            }
            default -> {
                if (refusal != null) {
                    LOG.debug(
                            "The step {} of the run {} was refused: {}",
                            step,
                            run.run().runId(),
                            refusal);
                }
            }
        }
    }

    /** Whether a question was not open any more when its answer came. */
    private static boolean isNotOpen(@Nullable ErrorCode code) {
        return code == ErrorCode.ALREADY_ANSWERED || code == ErrorCode.CLOSED || code == ErrorCode.NO_SUCH_PENDING;
    }

    private static void failed(RunTransaction run, RunDriver driver, String key, HostText refusal) {
        if (run.member(key).state() != RunMemberState.STOPPED) {
            run.memberState(key, RunMemberState.FAILED, refusal);
            RunRegistry.unlessStopping(run, () -> driver.refused(run, run.member(key), refusal));
        }
    }
}

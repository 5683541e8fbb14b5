package dev.pilothouse.desktop.goal;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.check.CheckOrder;
import dev.pilothouse.desktop.check.CheckService;
import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.goal.GoalState.Phase;
import dev.pilothouse.desktop.goal.TurnErrorReader.TurnError;
import dev.pilothouse.desktop.reviewer.GoalReview;
import dev.pilothouse.desktop.reviewer.GoalReviewPreparer;
import dev.pilothouse.desktop.run.RunContext;
import dev.pilothouse.desktop.run.RunDriver;
import dev.pilothouse.desktop.run.RunOrder;
import dev.pilothouse.desktop.run.RunPlan;
import dev.pilothouse.desktop.run.RunTurn;
import dev.pilothouse.desktop.run.RunWork;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.CheckResult;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.GoalLimits;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.GoalCodec;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a session work until the check of its goal passes. After each turn the host runs the check; if it fails and no
 * limit is reached, the session gets the next prompt. A person's prompts and answers come first: the goal sends nothing
 * while a turn runs or a prompt waits.
 *
 * <p>Owns the moments at which it has last measured the working time of a goal, on the lane of the runs.
 */
public final class GoalDriver implements RunDriver {
    /** The only member. */
    public static final String MEMBER = "agent";

    public static final String PAUSE = "pause";
    public static final String RESUME = "resume";
    public static final String RAISE = "raise";
    public static final String EDIT = "edit";
    public static final String MET = "met";
    public static final String CONTINUE = "continue";

    private static final String TICK = "tick";
    private static final String LIMIT_OVER = "limitOver";
    /** Between two measurements of the working time. */
    private static final Duration TICK_EVERY = Duration.ofSeconds(60);
    /** For an agent that does not name the end of its rate limit. */
    private static final Duration LIMIT_WAIT = Duration.ofMinutes(5);
    /** Failed turns in a row, after which a person is needed. */
    private static final int MOST_FAILURES = 3;

    private static final int MAX_AGENT = 100;
    private static final int MAX_MODEL = 200;
    /** The result of a round in which the reviewer finds something missing. */
    private static final String NOT_MET = "reviewed";

    /** Larger files are not compared. */
    private static final long LARGEST_FILE = 32 * 1024 * 1024;

    private final Parts parts;
    private final Map<RunId, Instant> measured = new HashMap<>();

    /**
     * The services of the host that goals use.
     *
     * @param monotonic measures working time
     */
    public record Parts(
            GoalSessions sessions, KeptStore kept, GoalReviewPreparer reviews, Clock monotonic, ZoneId zone) {}

    public GoalDriver(Parts parts) {
        this.parts = parts;
    }

    private static RefusedException refused(ErrorCode code, HostTextCode text, Object... values) {
        return new RefusedException(code, HostText.of(text, values));
    }

    // --- start

    @Override
    public RunPlan plan(RunOrder order) throws RefusedException {
        SessionId sessionId;
        GoalOrder goal;
        try {
            FieldReader fields = new FieldReader(order.parameters());
            sessionId = Json.SESSION_ID.read(fields, "sessionId");
            goal = GoalCodec.ORDER.decode(fields);
        } catch (CodecException e) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.GOAL_PARAMETERS_INVALID, String.valueOf(e.getMessage()));
        }
        goal = bounded(goal.withLimits(goal.limits().or(GoalLimits.USUAL)));
        requireValid(goal);
        SessionSummary session = parts.sessions()
                .find(sessionId)
                .orElseThrow(() -> refused(ErrorCode.NO_SUCH_SESSION, HostTextCode.SESSION_UNKNOWN, sessionId));
        Optional<Path> directory = parts.sessions().directory(sessionId);
        if (goal.hasCheck() && directory.isEmpty()) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.CHECK_NO_DIRECTORY);
        }
        if (parts.sessions().isTaken(sessionId)) {
            throw refused(ErrorCode.CONFLICT, HostTextCode.GOAL_SESSION_TAKEN);
        }
        String base = "";
        if (goal.hasReviewer()) {
            parts.reviews().agent(goal.reviewer());
            base = parts.reviews().base(directory.orElseThrow());
        }
        String unattended = parts.sessions().unattended(sessionId).orElse("");
        boolean isolated = parts.sessions().isIsolated(sessionId);
        if (!unattended.isEmpty() && !isolated) {
            throw refused(ErrorCode.CONFLICT, HostTextCode.GOAL_UNATTENDED, unattended);
        }
        GoalState state = new GoalState(goal, directory.map(Path::toString).orElse(""), isolated, unattended);
        List<RunMember> members = new ArrayList<>();
        members.add(RunMember.planned(
                MEMBER, RunRole.WORKER, session.agentId(), "", order.request().at()));
        if (goal.hasReviewer()) {
            state.reviewer = GoalReviewStep.REVIEWER;
            state.reviewBase = base;
            members.add(GoalReviewStep.member(state, order.request().at()));
        }
        return new RunPlan(
                goal.text().strip().lines().findFirst().orElse(""),
                session.cwd(),
                sessionId,
                members,
                Map.of(),
                state.toJson());
    }

    private static GoalOrder bounded(GoalOrder goal) {
        return goal.withReviewer(
                TextCutter.line(PlainText.line(goal.reviewer()), MAX_AGENT),
                TextCutter.line(PlainText.line(goal.reviewerModel()), MAX_MODEL));
    }

    private static void requireValid(GoalOrder goal) throws RefusedException {
        if (goal.text().isBlank() || goal.text().length() > GoalOrder.MAX_TEXT) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.GOAL_TEXT_LENGTH, GoalOrder.MAX_TEXT);
        }
        CheckService.requireBounds(goal.commands(), limitOf(goal));
        requireValid(goal.limits());
    }

    private static void requireValid(GoalLimits limits) throws RefusedException {
        if (!limits.isValid()) {
            throw refused(
                    ErrorCode.BAD_REQUEST,
                    HostTextCode.GOAL_LIMITS_INVALID,
                    GoalLimits.MOST_CONTINUATIONS,
                    GoalLimits.MOST_MINUTES);
        }
    }

    private static Duration limitOf(GoalOrder goal) {
        return goal.checkMinutes() == 0 ? CheckOrder.USUAL_LIMIT : Duration.ofMinutes(goal.checkMinutes());
    }

    @Override
    public void started(RunContext run) {
        SessionId sessionId = run.run().request().sessionId();
        if (sessionId == null || !run.adoptSession(MEMBER, sessionId)) {
            run.settle(RunStopReason.FAILED, HostText.of(HostTextCode.GOAL_SESSION_TAKEN));
            return;
        }
        Event event = new Event(run);
        event.prompt();
        event.save();
    }

    // --- events

    /** One event of a goal: its state is loaded before, and saved with {@link #save}. */
    private final class Event {
        private final RunContext run;
        private final GoalState goal;
        private final GoalReviewStep review;
        /** Shown with the phase. */
        private HostText sentence = HostText.NONE;

        Event(RunContext run) {
            this.run = run;
            this.goal = GoalState.of(run.state());
            this.review = new GoalReviewStep(run, goal);
            RunId runId = run.run().runId();
            Instant now = parts.monotonic().instant();
            // An action on an ended goal may be refused.
            Instant before = run.run().state().isOver() ? null : measured.put(runId, now);
            boolean waits = waits();
            if (before != null && goal.isAtWork() && !waits) {
                goal.elapsedMillis += Duration.between(before, now).toMillis();
            }
        }

        /** Whether a person is asked something. */
        private boolean waits() {
            return run.run().members().stream().anyMatch(member -> member.state() == RunMemberState.WAITING);
        }

        private boolean isOverBudget() {
            return run.isOverBudget(MEMBER) || !goal.reviewer.isEmpty() && run.isOverBudget(goal.reviewer);
        }

        private GoalLimits limits() {
            return goal.order.limits();
        }

        private Duration left() {
            return Duration.ofMinutes(limits().minutes()).minusMillis(goal.elapsedMillis);
        }

        void save() {
            if (run.run().state().isOver()) {
                run.cancelJob(goal.jobName());
                review.clean();
                measured.remove(run.run().runId());
            } else {
                measured.putIfAbsent(run.run().runId(), parts.monotonic().instant());
                showState();
                boolean counts = goal.isAtWork();
                Duration next = counts && left().compareTo(TICK_EVERY) < 0 ? left().plusMillis(50) : TICK_EVERY;
                // While prompts of a person come first, it looks whether they were removed.
                boolean looks = counts || goal.phase == Phase.HELD;
                run.timer(TICK, looks ? run.now().plus(next.isNegative() ? TICK_EVERY : next) : null);
            }
            run.fact("text", goal.order.text());
            run.fact(
                    "check",
                    goal.order.commands().isEmpty()
                            ? goal.order.repositoryCheck() ? ".pilothouse.json" : ""
                            : String.join("\n", goal.order.commands()));
            run.fact("unattended", goal.unattended);
            run.fact("phase", goal.phase.name().toLowerCase(Locale.ROOT));
            run.fact("round", Integer.toString(goal.rounds));
            run.fact("rounds", Integer.toString(limits().continuations() + 1));
            run.fact("minutes", Integer.toString(limits().minutes()));
            run.fact("elapsed", Long.toString(goal.elapsedMillis / 60_000));
            run.fact("budget", Double.toString(limits().budget()));
            run.fact("unit", limits().unit());
            run.state(goal.toJson());
        }

        private void showState() {
            if (goal.phase == Phase.PAUSED) {
                if (run.run().state() != RunState.PAUSED || !sentence.isEmpty()) {
                    run.runState(RunState.PAUSED, sentence);
                }
            } else if (waits()) {
                run.runState(
                        RunState.WAITING_FOR_YOU,
                        HostText.of(isOverBudget() ? HostTextCode.GOAL_WAITS_BUDGET : HostTextCode.GOAL_WAITS_ANSWER));
            } else if (goal.phase == Phase.ASKING) {
                run.runState(RunState.WAITING_FOR_YOU, HostText.of(HostTextCode.GOAL_NO_CHECK));
            } else {
                HostText text = switch (goal.phase) {
                    case CHECKING -> HostText.of(HostTextCode.GOAL_CHECKING);
                    case REVIEWING -> HostText.of(HostTextCode.GOAL_REVIEWING);
                    case HELD -> HostText.of(HostTextCode.GOAL_HELD);
                    case LIMITED -> HostText.of(HostTextCode.GOAL_LIMITED);
                    default -> HostText.NONE;
                };
                run.runState(RunState.RUNNING, text);
            }
        }

        private void pause(HostText why) {
            review.cancel();
            goal.phase = Phase.PAUSED;
            sentence = why;
            run.timer(LIMIT_OVER, null);
            run.cancelJob(goal.jobName());
        }

        /** Takes a prompt back that still waits for its agent. */
        void holdBack() {
            RunMemberState state = run.member(MEMBER).state();
            if (goal.phase == Phase.WORKING
                    && (state == RunMemberState.DISPATCHED || state == RunMemberState.ACCEPTED)) {
                run.takeBack(MEMBER);
                goal.repeat = true;
            }
        }

        // --- rounds

        /** Gives the next prompt, unless something of a person comes first. */
        void prompt() {
            if (run.isBusy(MEMBER)) {
                goal.phase = Phase.HELD;
                return;
            }
            SessionId sessionId = run.member(MEMBER).sessionId();
            goal.unattended = sessionId == null
                    ? ""
                    : parts.sessions().unattended(sessionId).orElse("");
            if (!goal.unattended.isEmpty() && !goal.isolated) {
                run.settle(RunStopReason.BLOCKED, HostText.of(HostTextCode.GOAL_UNATTENDED, goal.unattended));
                return;
            }
            String text;
            CheckResult result = run.job(goal.jobName()).map(CheckResult::of).orElse(null);
            if (goal.rounds == 0 || goal.repeat) {
                text = GoalPrompt.first(goal.order);
            } else if (!goal.reasons.isEmpty()) {
                text = GoalPrompt.reviewed(goal.order, goal.reasons, goal.interrupted);
            } else if (!goal.message.isEmpty() || result == null || !goal.order.hasCommands()) {
                text = GoalPrompt.more(goal.order, goal.message);
            } else {
                text = GoalPrompt.next(goal.order, result, goal.interrupted);
            }
            goal.message = "";
            goal.reasons = "";
            goal.repeat = false;
            goal.interrupted = false;
            goal.rounds = run.prompt(MEMBER, text);
            goal.phase = Phase.WORKING;
        }

        /** A turn is over: lets the host check the work, or a person where there is no check. */
        void check() {
            if (run.isBusy(MEMBER)) {
                goal.phase = Phase.HELD;
                return;
            }
            if (goal.rounds == 0 || goal.repeat && !goal.order.hasCheck()) {
                prompt();
                return;
            }
            if (!goal.order.hasCheck()) {
                withoutCheck();
                return;
            }
            goal.phase = Phase.CHECKING;
            goal.checks++;
            goal.tree = "";
            goal.reasons = "";
            run.memberCheck(MEMBER, goal.order.hasCommands() ? RunCheck.RUNNING : RunCheck.NONE);
            JsonObject parameters = new JsonObject();
            parameters.addProperty("directory", goal.directory);
            run.work(goal.workName(), parameters);
        }

        private void withoutCheck() {
            if (limit().isPresent()) {
                stop(limit().get());
            } else {
                goal.phase = Phase.ASKING;
            }
        }

        /** The files before a check are known, or cannot be read. */
        void read(String name, String tree) {
            if (goal.phase != Phase.CHECKING || !name.equals(goal.workName())) {
                return;
            }
            goal.tree = tree;
            if (!goal.order.hasCommands()) {
                review();
                return;
            }
            CheckOrder order = new CheckOrder(Path.of(goal.directory), goal.order.commands(), limitOf(goal.order));
            run.startJob(goal.jobName(), JobKind.CHECK, order.arguments(), order.parameters(), MEMBER);
        }

        /** The host refused the check. */
        void notChecked(String name, HostText reason) {
            if (isPresent(name)) {
                run.memberCheck(MEMBER, RunCheck.NONE);
                pause(reason);
            }
        }

        private boolean isPresent(String name) {
            return goal.phase == Phase.CHECKING && name.equals(goal.jobName());
        }

        void checked(String name, Job job) {
            if (isPresent(name)) {
                decide(job);
            }
        }

        private void decide(Job job) {
            CheckResult result = CheckResult.of(job);
            run.memberCheck(
                    MEMBER,
                    switch (result.outcome()) {
                        case PASSED -> RunCheck.PASSED;
                        case FAILED, TIMED_OUT -> RunCheck.FAILED;
                        default -> RunCheck.NONE;
                    });
            run.fact("exitCode", result.exitCode() < 0 ? "" : Integer.toString(result.exitCode()));
            if (!job.status().sentence().isEmpty()) {
                run.note(job.status().sentence());
            }
            if (run.isBusy(MEMBER)) {
                // A person's prompt may change the files, so the check has to run again.
                goal.phase = Phase.HELD;
            } else if (result.passed() && goal.order.hasReviewer()) {
                review();
            } else if (result.passed()) {
                run.settle(
                        RunStopReason.MET,
                        goal.rounds == 1
                                ? HostText.of(HostTextCode.GOAL_MET_ONE)
                                : HostText.of(HostTextCode.GOAL_MET, goal.rounds));
            } else if (result.outcome() == CheckResult.Outcome.NOT_RUN) {
                pause(
                        job.state() == JobState.STOPPED
                                ? HostText.of(HostTextCode.GOAL_CHECK_CANCELLED)
                                : job.status().sentence());
            } else {
                failed(GoalState.mark(result));
            }
        }

        /** Nothing else is left to decide, so a reviewer judges. */
        private void review() {
            if (isBudgetUsed()) {
                stop(RunStopReason.BUDGET);
            } else if (isTimeOver()) {
                stop(RunStopReason.TIME);
            } else if (isSame(NOT_MET)) {
                // It would judge the same files again.
                stop(RunStopReason.NO_CHANGE);
            } else {
                review.begin();
            }
        }

        /** The copy for the reviewer is there, or cannot be made. */
        void prepared(String name, JsonObject result) {
            if (goal.phase == Phase.REVIEWING && name.equals(goal.reviewName()) && goal.reviewPrompt == 0) {
                review.prepared(result).ifPresent(this::pause);
            }
        }

        void notPrepared(String name, HostText reason) {
            if (goal.phase == Phase.REVIEWING && name.equals(goal.reviewName())) {
                pause(reason);
            }
        }

        void reviewerTurnEnded(RunTurn turn) {
            if (!review.isAnswer(turn)) {
                return;
            }
            switch (turn.reason()) {
                case CANCELLED -> pause(HostText.of(HostTextCode.REVIEWER_CANCELLED));
                case FAILED, REFUSAL ->
                    pause(turn.sentence().isEmpty() ? HostText.of(HostTextCode.REVIEWER_FAILED) : turn.sentence());
                case INTERRUPTED -> {
                    if (review.mayBeginAgain()) {
                        review.begin();
                    } else {
                        pause(HostText.of(HostTextCode.REVIEWER_FAILED));
                    }
                }
                default -> judged(turn);
            }
        }

        private void judged(RunTurn turn) {
            boolean last = goal.corrected;
            Optional<GoalReview> read = review.read(turn);
            if (read.isEmpty()) {
                if (last) {
                    pause(HostText.of(HostTextCode.GOAL_REVIEW_UNREADABLE));
                }
            } else if (run.isBusy(MEMBER)) {
                // A person's prompt may change the files.
                goal.phase = Phase.HELD;
            } else if (read.get().met()) {
                run.settle(
                        RunStopReason.MET,
                        goal.rounds == 1
                                ? HostText.of(HostTextCode.GOAL_MET_REVIEWED_ONE)
                                : HostText.of(HostTextCode.GOAL_MET_REVIEWED, goal.rounds));
            } else {
                failed(NOT_MET);
            }
        }

        /** The reviewer has no session, or its agent has ended. */
        void reviewerEnded(RunMember member, HostText reason) {
            SessionId sessionId = member.sessionId();
            boolean there = sessionId != null
                    && member.state() != RunMemberState.UNKNOWN
                    && parts.sessions().find(sessionId).isPresent();
            if (!there) {
                goal.reviewerStarted = false;
            }
            if (goal.phase != Phase.REVIEWING || goal.reviewPrompt == 0) {
                return;
            }
            if (there && run.isBusy(goal.reviewer) && review.mayBeginAgain()) {
                // The agent has ended before it took its prompt, which waits in the session.
                run.resumeSession(goal.reviewer);
            } else {
                pause(reason.isEmpty() ? HostText.of(HostTextCode.REVIEWER_FAILED) : reason);
            }
        }

        /** Whether a round has left the same files as the one before, with the same result. */
        private boolean isSame(String mark) {
            // A turn that the end of the host has cut off says nothing about progress.
            return !goal.interrupted
                    && !goal.tree.isEmpty()
                    && goal.tree.equals(goal.lastTree)
                    && mark.equals(goal.lastResult);
        }

        private void failed(String mark) {
            boolean same = isSame(mark);
            goal.lastTree = goal.tree;
            goal.lastResult = mark;
            Optional<RunStopReason> limit = limit();
            if (limit.isPresent()) {
                stop(limit.get());
            } else if (same) {
                stop(RunStopReason.NO_CHANGE);
            } else {
                prompt();
            }
        }

        /** The limit that forbids another round. */
        private Optional<RunStopReason> limit() {
            if (isBudgetUsed()) {
                return Optional.of(RunStopReason.BUDGET);
            }
            if (isTimeOver()) {
                return Optional.of(RunStopReason.TIME);
            }
            return goal.rounds > limits().continuations() ? Optional.of(RunStopReason.CONTINUATIONS) : Optional.empty();
        }

        private boolean isBudgetUsed() {
            return limits().used(run.run().spend()) >= limits().budget();
        }

        private void stop(RunStopReason reason) {
            HostText text = switch (reason) {
                case BUDGET -> HostText.of(HostTextCode.GOAL_BUDGET_USED, budget());
                case TIME -> HostText.of(HostTextCode.GOAL_TIME_USED, limits().minutes());
                case CONTINUATIONS -> HostText.of(HostTextCode.GOAL_ROUNDS_USED, goal.rounds);
                default -> HostText.of(HostTextCode.GOAL_NO_CHANGE);
            };
            run.settle(reason, text);
        }

        private HostText budget() {
            return limits().unit().equals(Budget.TOKENS)
                    ? HostText.of(HostTextCode.BUDGET_TOKENS, String.format(Locale.ROOT, "%.0f", limits().budget()))
                    : HostText.of(
                            HostTextCode.BUDGET_MONEY,
                            String.format(Locale.ROOT, "%.2f", limits().budget()),
                            limits().unit());
        }

        // --- turns

        void turnEnded(RunTurn turn) {
            if (goal.phase == Phase.PAUSED || goal.phase == Phase.ASKING || goal.phase == Phase.LIMITED) {
                return;
            }
            if (goal.phase == Phase.CHECKING) {
                // A person's turn: the check of the files before it means nothing.
                run.cancelJob(goal.jobName());
            }
            review.cancel();
            if (run.isBusy(MEMBER)) {
                goal.phase = Phase.HELD;
                return;
            }
            switch (turn.reason()) {
                case CANCELLED:
                    if (isTimeOver()) {
                        check();
                    } else {
                        pause(HostText.of(HostTextCode.GOAL_TURN_STOPPED));
                    }
                    break;
                case FAILED:
                    turnFailed(turn);
                    break;
                case REFUSAL:
                    pause(HostText.of(HostTextCode.GOAL_REFUSED));
                    break;
                default:
                    goal.failures = 0;
                    goal.interrupted = turn.reason() == StopReason.INTERRUPTED;
                    check();
            }
        }

        private void turnFailed(RunTurn turn) {
            TurnError error = TurnErrorReader.read(turn.sentence().text(), run.now(), parts.zone());
            goal.failures++;
            run.note(turn.sentence());
            switch (error.kind()) {
                case LOGIN:
                    pause(HostText.of(HostTextCode.GOAL_NEEDS_LOGIN));
                    break;
                case QUOTA:
                    pause(HostText.of(HostTextCode.GOAL_QUOTA));
                    break;
                case RATE_LIMITED:
                    if (error.until().isEmpty() && goal.failures >= MOST_FAILURES) {
                        pause(HostText.of(HostTextCode.GOAL_STILL_LIMITED));
                        break;
                    }
                    goal.phase = Phase.LIMITED;
                    goal.repeat = true;
                    Instant until = error.until().orElse(run.now().plus(LIMIT_WAIT.multipliedBy(goal.failures)));
                    run.timer(LIMIT_OVER, until);
                    run.fact("until", Long.toString(until.toEpochMilli()));
                    break;
                default:
                    if (goal.failures >= MOST_FAILURES) {
                        pause(HostText.of(HostTextCode.GOAL_TURNS_FAIL));
                    } else {
                        check();
                    }
            }
        }

        void timer(String name) {
            if (name.equals(LIMIT_OVER)) {
                if (goal.phase == Phase.LIMITED) {
                    run.fact("until", "");
                    prompt();
                }
            } else if (goal.phase == Phase.HELD && !run.isBusy(MEMBER)) {
                // The person has removed the prompts that came first.
                check();
            } else if (goal.phase == Phase.WORKING && !run.isBusy(MEMBER)) {
                pause(HostText.of(HostTextCode.GOAL_PROMPT_REMOVED));
            } else if (goal.phase == Phase.WORKING && isTimeOver()) {
                run.cancelTurn(MEMBER);
            } else if (goal.phase == Phase.REVIEWING && isTimeOver()) {
                stop(RunStopReason.TIME);
            }
        }

        private boolean isTimeOver() {
            return left().isNegative() || left().isZero();
        }

        // --- actions

        void edit(GoalOrder order) throws RefusedException {
            goal.order = order;
            if (!review.replace()) {
                throw GoalDriver.refused(ErrorCode.BAD_REQUEST, HostTextCode.GOAL_REVIEWERS_FULL);
            }
            goal.repeat = true;
            goal.lastTree = "";
            if (goal.phase == Phase.ASKING && order.hasCheck() || goal.phase == Phase.REVIEWING) {
                review.cancel();
                check();
            }
        }

        void more(String message) throws RefusedException {
            if (goal.phase != Phase.ASKING) {
                throw GoalDriver.refused(ErrorCode.CONFLICT, HostTextCode.GOAL_NOT_ASKING);
            }
            goal.message = message;
            Optional<RunStopReason> limit = limit();
            if (limit.isPresent()) {
                stop(limit.get());
            } else {
                prompt();
            }
        }

        /** Goes on after a pause or an end. */
        void resume() {
            run.timer(LIMIT_OVER, null);
            run.fact("until", "");
            goal.failures = 0;
            goal.lastTree = "";
            if (run.isBusy(MEMBER)) {
                goal.phase = Phase.HELD;
            } else {
                check();
            }
        }
    }

    /** Whether a member is the one that works towards the goal, and not its reviewer. */
    private static boolean isAgent(RunMember member) {
        return member.key().equals(MEMBER);
    }

    private interface Handling {
        void handle(Event event);
    }

    private void handle(RunContext run, Handling handling) {
        if (!run.run().state().isOver()) {
            Event event = new Event(run);
            handling.handle(event);
            event.save();
        }
    }

    @Override
    public void turnEnded(RunContext run, RunMember member, RunTurn turn) {
        handle(run, event -> {
            if (isAgent(member)) {
                event.turnEnded(turn);
            } else if (event.review.is(member)) {
                event.reviewerTurnEnded(turn);
            }
        });
    }

    @Override
    public void waitingChanged(RunContext run, RunMember member) {
        handle(run, event -> {});
    }

    @Override
    public void refused(RunContext run, RunMember member, HostText reason) {
        handle(run, event -> {
            if (isAgent(member)) {
                run.settle(RunStopReason.BLOCKED, reason);
            } else if (event.review.is(member)) {
                event.reviewerEnded(member, reason);
            }
        });
    }

    @Override
    public void sessionEnded(RunContext run, RunMember member, HostText reason) {
        handle(run, event -> {
            if (!isAgent(member)) {
                if (event.review.is(member)) {
                    event.reviewerEnded(member, reason);
                }
            } else if (member.state() == RunMemberState.UNKNOWN) {
                run.settle(RunStopReason.BLOCKED, reason);
            } else if (event.goal.phase != Phase.PAUSED && event.goal.phase != Phase.ASKING) {
                event.pause(reason.isEmpty() ? HostText.of(HostTextCode.GOAL_SESSION_ENDED) : reason);
            }
        });
    }

    @Override
    public void memberStopped(RunContext run, RunMember member) {
        handle(run, event -> {
            if (isAgent(member)) {
                run.settle(RunStopReason.STOPPED, HostText.of(HostTextCode.RUN_MEMBER_STOPPED));
            } else if (event.review.is(member) && event.goal.phase == Phase.REVIEWING) {
                event.pause(HostText.of(HostTextCode.REVIEWER_CANCELLED));
            }
        });
    }

    @Override
    public void stopping(RunContext run) {
        measured.remove(run.run().runId());
    }

    @Override
    public void stopped(RunContext run) {
        GoalState goal = GoalState.of(run.state());
        new GoalReviewStep(run, goal).clean();
        run.state(goal.toJson());
    }

    // --- actions

    @Override
    public boolean actsAfterEnd(String action) {
        return action.equals(RESUME) || action.equals(RAISE);
    }

    @Override
    public void action(RunContext run, String action, JsonObject parameters) throws RefusedException {
        boolean over = run.run().state().isOver();
        if (over) {
            if (run.run().status().stopReason() == RunStopReason.MET) {
                throw refused(ErrorCode.CLOSED, HostTextCode.RUN_OVER);
            }
            SessionId sessionId = run.run().request().sessionId();
            if (sessionId == null || !run.adoptSession(MEMBER, sessionId)) {
                throw refused(ErrorCode.CONFLICT, HostTextCode.GOAL_SESSION_TAKEN);
            }
            run.runState(RunState.RUNNING, HostText.NONE);
        }
        Event event = new Event(run);
        Phase phase = event.goal.phase;
        switch (action) {
            case PAUSE -> {
                event.holdBack();
                event.pause(HostText.of(HostTextCode.GOAL_PAUSED));
            }
            case RESUME -> {
                if (over || phase == Phase.PAUSED || phase == Phase.LIMITED) {
                    event.resume();
                }
            }
            case RAISE -> {
                GoalLimits limits = decoded(GoalCodec.LIMITS, parameters).or(event.limits());
                requireValid(limits);
                event.goal.order = event.goal.order.withLimits(limits);
                if (over) {
                    event.resume();
                }
            }
            case EDIT -> {
                GoalOrder order = decoded(GoalCodec.ORDER, parameters);
                order = bounded(order.withLimits(order.limits().or(event.limits())));
                requireValid(order);
                if (order.hasCheck() && event.goal.directory.isEmpty()) {
                    throw refused(ErrorCode.BAD_REQUEST, HostTextCode.CHECK_NO_DIRECTORY);
                }
                event.edit(order);
            }
            case MET -> run.settle(RunStopReason.MET, HostText.of(HostTextCode.GOAL_MET_BY_PERSON));
            case CONTINUE ->
                event.more(
                        parameters.has("text") && parameters.get("text").isJsonPrimitive()
                                ? TextCutter.head(parameters.get("text").getAsString(), GoalOrder.MAX_TEXT)
                                : "");
            default -> throw refused(ErrorCode.BAD_REQUEST, HostTextCode.RUN_ACTION_UNKNOWN, action);
        }
        event.save();
    }

    private static <T> T decoded(RecordCodec<T> codec, JsonObject parameters) throws RefusedException {
        try {
            return codec.decode(new FieldReader(parameters));
        } catch (CodecException e) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.GOAL_PARAMETERS_INVALID, String.valueOf(e.getMessage()));
        }
    }

    // --- the check

    @Override
    public JsonObject work(RunWork work) throws IOException {
        Optional<JsonObject> review = GoalReviewStep.work(parts.reviews(), work);
        if (review.isPresent()) {
            return review.get();
        }
        Path directory = Path.of(work.parameters().get("directory").getAsString());
        JsonObject result = new JsonObject();
        try {
            result.addProperty(
                    "tree",
                    parts.kept().treeOf(directory, LARGEST_FILE, () -> false).orElse(""));
            return result;
        } catch (KeptException e) {
            throw new IOException(e.sentence().text(), e);
        }
    }

    @Override
    public void workDone(RunContext run, String name, JsonObject result) {
        handle(run, event -> {
            if (result.has("tree")) {
                event.read(name, result.get("tree").getAsString());
            } else {
                event.prepared(name, result);
            }
        });
    }

    @Override
    public void workFailed(RunContext run, String name, HostText reason) {
        handle(run, event -> {
            event.read(name, "");
            event.notPrepared(name, reason);
        });
    }

    @Override
    public void jobOver(RunContext run, String name, Job job) {
        handle(run, event -> event.checked(name, job));
    }

    @Override
    public void jobRefused(RunContext run, String name, HostText reason) {
        handle(run, event -> event.notChecked(name, reason));
    }

    // --- time

    @Override
    public void timer(RunContext run, String name) {
        handle(run, event -> event.timer(name));
    }

    @Override
    public void hostStarted(RunContext run) {
        handle(run, event -> {
            if (event.goal.phase == Phase.WORKING && run.isBusy(MEMBER) && !run.isOverBudget(MEMBER)) {
                // The prompt has not begun: it waited for the agent, which the end of the host has ended.
                run.resumeSession(MEMBER);
            }
            String reviewer = event.goal.reviewer;
            if (event.goal.phase == Phase.REVIEWING && run.isBusy(reviewer) && !run.isOverBudget(reviewer)) {
                run.resumeSession(reviewer);
            }
            event.timer(TICK);
        });
    }
}

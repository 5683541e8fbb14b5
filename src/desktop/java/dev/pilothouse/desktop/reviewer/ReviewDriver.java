package dev.pilothouse.desktop.reviewer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.PermissionModeDetector;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.TreeCheckout;
import dev.pilothouse.desktop.reviewer.ReviewPreparer.NotReviewableException;
import dev.pilothouse.desktop.reviewer.ReviewPreparer.Prepared;
import dev.pilothouse.desktop.run.RunContext;
import dev.pilothouse.desktop.run.RunDriver;
import dev.pilothouse.desktop.run.RunOrder;
import dev.pilothouse.desktop.run.RunPlan;
import dev.pilothouse.desktop.run.RunSession;
import dev.pilothouse.desktop.run.RunTurn;
import dev.pilothouse.desktop.run.RunWork;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.session.Review;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reviews by another agent. A round copies the files of a session, asks the reviewer for findings, and adds them to the
 * session's review as drafts. A person sends what they choose; the next turn of the session that received some begins
 * the next round. The review ends when a round finds nothing new, after {@value #MAX_ROUNDS} rounds, or by a person. The
 * reviewer's session and its copy are removed then.
 *
 * <p>Keeps nothing itself. Thread-safe.
 */
public final class ReviewDriver implements RunDriver {
    static final String AUTHOR = "author";
    static final String REVIEWER = "reviewer";
    /** A person ends the review. */
    static final String FINISH = "finish";

    static final int MAX_ROUNDS = 3;
    private static final int MAX_FOCUS = 2_000;
    /** Rounds that begin again because the host or the agent ended. */
    private static final int MAX_AGAIN = 3;

    private static final int ID_LENGTH = 24;

    // Works.
    private static final String COPY = "copy";
    private static final String PLACE = "place";
    private static final String CHECK = "check";
    private static final String REMOVE = "remove";

    // The state, and the parameters and results of works.
    private static final String PHASE = "phase";
    private static final String ROUND = "round";
    private static final String FOCUS = "focus";
    private static final String MODE = "mode";
    private static final String FOLDER = "folder";
    private static final String COMMIT = "commit";
    private static final String BASE = "base";
    private static final String PROMPT = "prompt";
    private static final String CORRECTED = "corrected";
    private static final String ANSWER = "answer";
    private static final String RAW = "raw";
    private static final String TURN = "turn";
    private static final String STARTED = "started";
    private static final String AGAIN = "again";
    private static final String FAULT = "fault";
    private static final String ADDED = "added";
    private static final String REPEATED = "repeated";
    private static final String LEFT = "left";
    private static final String SENT = "sent";

    private static final Logger LOG = LoggerFactory.getLogger(ReviewDriver.class);

    /** The step that a review waits for. */
    private enum Phase {
        COPYING,
        REVIEWING,
        PLACING,
        /** A person sends findings, and the author works on them. */
        CHOOSING
    }

    private final AgentLauncher agents;
    private final ReviewSessions sessions;
    private final ReviewPreparer preparer;
    private final TreeCheckout copies;
    private final Supplier<List<Run>> runs;

    /** @param runs all runs of the host, so that copies that no run needs are removed */
    public ReviewDriver(
            AgentLauncher agents,
            ReviewSessions sessions,
            TreeCheckout copies,
            RepositoryReader reader,
            Supplier<List<Run>> runs) {
        this.agents = agents;
        this.sessions = sessions;
        this.copies = copies;
        this.preparer = new ReviewPreparer(copies, reader);
        this.runs = runs;
    }

    // --- the beginning

    @Override
    public RunPlan plan(RunOrder order) throws RefusedException {
        JsonObject wanted = order.parameters();
        SessionSummary session = session(text(wanted, "session"))
                .orElseThrow(() ->
                        refused(ErrorCode.NO_SUCH_SESSION, HostTextCode.SESSION_UNKNOWN, text(wanted, "session")));
        if (!agents.placeOf(session.agentId()).isEmpty()) {
            throw refused(ErrorCode.NO_REPOSITORY, HostTextCode.NO_REPOSITORY_HERE);
        }
        AgentInfo agent = agents.agents().stream()
                .filter(each -> each.agentId().value().equals(text(wanted, "agent")))
                .findFirst()
                .orElseThrow(() -> refused(
                        ErrorCode.BAD_REQUEST,
                        HostTextCode.REVIEWER_UNKNOWN,
                        TextCutter.line(text(wanted, "agent"), 100)));
        if (agent.isElsewhere()) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.REVIEWER_ELSEWHERE, agent.name());
        }
        sweep();
        JsonObject state = new JsonObject();
        state.addProperty(ROUND, 1);
        state.addProperty(
                FOCUS, TextCutter.head(PlainText.note(text(wanted, FOCUS)).strip(), MAX_FOCUS));
        state.addProperty(MODE, PermissionModeDetector.readOnly(agent.modes()).orElse(""));
        Instant now = order.request().at();
        return new RunPlan(
                session.name(),
                session.cwd(),
                session.sessionId(),
                List.of(
                        RunMember.planned(AUTHOR, RunRole.AUTHOR, session.agentId(), "", now),
                        RunMember.planned(
                                REVIEWER,
                                RunRole.REVIEWER,
                                agent.agentId(),
                                TextCutter.line(PlainText.line(text(wanted, "model")), 200),
                                now)),
                Map.of(ROUND, "1", "rounds", String.valueOf(MAX_ROUNDS)),
                state);
    }

    private Optional<SessionSummary> session(String id) {
        try {
            return sessions.summary(new SessionId(id));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static RefusedException refused(ErrorCode code, HostTextCode text, Object... values) {
        return new RefusedException(code, HostText.of(text, values));
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private static int number(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null ? 0 : value.getAsInt();
    }

    /** Removes the copies that no review needs any more, such as those that a killed host left. */
    public void sweep() {
        // First: a copy of a run that starts meanwhile is not among them.
        List<String> made = copies.ids();
        Set<String> needed = new HashSet<>();
        runs.get().stream().filter(run -> !run.state().isOver()).forEach(run -> needed.add(idOf(run.runId())));
        for (String id : made) {
            if (!needed.contains(id)) {
                try {
                    copies.remove(id);
                } catch (IOException | IllegalArgumentException e) {
                    LOG.warn("A copy for a review is left: {}", e.getMessage());
                }
            }
        }
    }

    static String idOf(RunId runId) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(runId.value().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public void started(RunContext run) {
        SessionId session = Objects.requireNonNull(run.run().request().sessionId());
        if (run.adoptSession(AUTHOR, session)) {
            copy(run);
        } else {
            run.settle(RunStopReason.BLOCKED, HostText.of(HostTextCode.REVIEW_SESSION_TAKEN));
        }
    }

    private static void enter(RunContext run, Phase phase, JsonObject state) {
        state.addProperty(PHASE, phase.name());
        run.state(state);
    }

    private static boolean isIn(RunContext run, Phase phase) {
        return phase.name().equals(text(run.state(), PHASE));
    }

    private static void copy(RunContext run) {
        JsonObject state = run.state();
        JsonObject parameters = new JsonObject();
        for (String name : List.of(ROUND, FOCUS, BASE, COMMIT)) {
            if (state.has(name)) {
                parameters.add(name, state.get(name));
            }
        }
        enter(run, Phase.COPYING, state);
        run.fact(ROUND, String.valueOf(number(state, ROUND)));
        run.runState(RunState.RUNNING, HostText.NONE);
        run.work(COPY, parameters);
    }

    // --- rounds

    @Override
    public void turnEnded(RunContext run, RunMember member, RunTurn turn) {
        if (member.key().equals(AUTHOR)) {
            if (isIn(run, Phase.CHOOSING)) {
                JsonObject parameters = new JsonObject();
                parameters.addProperty(TURN, turn.turnId().started());
                run.work(CHECK, parameters);
            }
            return;
        }
        JsonObject state = run.state();
        if (!isIn(run, Phase.REVIEWING) || turn.prompt() != number(state, PROMPT)) {
            // A person has talked to the reviewer.
            return;
        }
        if (turn.reason() == StopReason.INTERRUPTED && number(state, AGAIN) < MAX_AGAIN) {
            // The host or the agent ended. The round begins again, in the same session.
            state.addProperty(AGAIN, number(state, AGAIN) + 1);
            run.state(state);
            copy(run);
        } else if (turn.reason() == StopReason.CANCELLED) {
            end(run, RunStopReason.STOPPED, HostText.of(HostTextCode.REVIEWER_CANCELLED));
        } else if (turn.reason() == StopReason.FAILED
                || turn.reason() == StopReason.REFUSAL
                || turn.reason() == StopReason.INTERRUPTED) {
            end(
                    run,
                    RunStopReason.FAILED,
                    turn.sentence().isEmpty() ? HostText.of(HostTextCode.REVIEWER_FAILED) : turn.sentence());
        } else {
            answered(run, turn.message(), state);
        }
    }

    private static void answered(RunContext run, String message, JsonObject state) {
        boolean readable = FindingReader.read(message).isPresent();
        if (!readable && !state.has(CORRECTED)) {
            state.addProperty(CORRECTED, true);
            state.addProperty(PROMPT, run.prompt(REVIEWER, ReviewerPrompt.correction()));
            run.note(HostText.of(HostTextCode.REVIEW_ASKED_AGAIN));
            run.state(state);
            return;
        }
        JsonObject parameters = new JsonObject();
        parameters.addProperty(ANSWER, message);
        parameters.addProperty(RAW, !readable);
        for (String name : List.of(ROUND, COMMIT, BASE)) {
            parameters.add(name, state.get(name));
        }
        enter(run, Phase.PLACING, state);
        run.work(PLACE, parameters);
    }

    @Override
    public void workDone(RunContext run, String name, JsonObject result) {
        if (result.has(FAULT)) {
            HostText fault = text(result, FAULT).isEmpty()
                    ? HostText.of(HostTextCode.REVIEW_NO_CHANGES)
                    : HostText.of(HostTextCode.REVIEW_NOT_PREPARED, text(result, FAULT));
            if (!name.equals(REMOVE)) {
                end(run, RunStopReason.BLOCKED, fault);
            }
            return;
        }
        switch (name) {
            case COPY -> copied(run, result);
            case PLACE -> placed(run, result);
            case CHECK -> checked(run, result);
            default -> {
                // The copy is gone.
            }
        }
    }

    @Override
    public void workFailed(RunContext run, String name, HostText reason) {
        if (!name.equals(REMOVE)) {
            end(run, RunStopReason.FAILED, HostText.of(HostTextCode.JOB_IO_FAILED, reason));
        }
    }

    private static void copied(RunContext run, JsonObject result) {
        if (!isIn(run, Phase.COPYING)) {
            return;
        }
        JsonObject state = run.state();
        for (String name : List.of(FOLDER, COMMIT, BASE)) {
            state.add(name, result.get(name));
        }
        state.remove(CORRECTED);
        if (!state.has(STARTED)) {
            state.addProperty(STARTED, true);
            String mode = text(state, MODE);
            run.startSession(
                    REVIEWER,
                    new RunSession(
                            text(result, FOLDER),
                            mode.isEmpty() ? null : mode,
                            "Review: " + run.run().title(),
                            null));
        }
        state.addProperty(PROMPT, run.prompt(REVIEWER, text(result, PROMPT)));
        enter(run, Phase.REVIEWING, state);
    }

    private static void placed(RunContext run, JsonObject result) {
        if (!isIn(run, Phase.PLACING)) {
            return;
        }
        JsonObject state = run.state();
        int round = number(state, ROUND);
        int added = number(result, ADDED);
        run.fact(ADDED, String.valueOf(added));
        run.note(
                added == 1
                        ? HostText.of(HostTextCode.REVIEW_ROUND_ONE, round)
                        : HostText.of(HostTextCode.REVIEW_ROUND_MANY, round, added));
        if (number(result, REPEATED) > 0) {
            run.note(HostText.of(HostTextCode.REVIEW_REPEATED, number(result, REPEATED)));
        }
        if (number(result, LEFT) > 0) {
            run.note(HostText.of(HostTextCode.REVIEW_LEFT_OUT, number(result, LEFT)));
        }
        if (result.has(RAW)) {
            end(run, RunStopReason.COMPLETED, HostText.of(HostTextCode.REVIEW_RAW));
        } else if (added == 0) {
            end(
                    run,
                    RunStopReason.COMPLETED,
                    HostText.of(round == 1 ? HostTextCode.REVIEW_NO_FINDING : HostTextCode.REVIEW_NOTHING_NEW));
        } else if (round >= MAX_ROUNDS) {
            end(run, RunStopReason.CONTINUATIONS, HostText.of(HostTextCode.REVIEW_ROUNDS_USED, MAX_ROUNDS));
        } else {
            enter(run, Phase.CHOOSING, state);
            run.runState(RunState.WAITING_FOR_YOU, HostText.of(HostTextCode.REVIEW_CHOOSE));
        }
    }

    private static void checked(RunContext run, JsonObject result) {
        if (isIn(run, Phase.CHOOSING) && result.get(SENT).getAsBoolean()) {
            JsonObject state = run.state();
            state.addProperty(ROUND, number(state, ROUND) + 1);
            run.state(state);
            copy(run);
        }
    }

    // --- the end

    @Override
    public void action(RunContext run, String action, JsonObject parameters) throws RefusedException {
        if (!action.equals(FINISH)) {
            RunDriver.super.action(run, action, parameters);
            return;
        }
        end(run, RunStopReason.COMPLETED, HostText.of(HostTextCode.REVIEW_FINISHED));
    }

    @Override
    public void refused(RunContext run, RunMember member, HostText reason) {
        if (member.key().equals(REVIEWER)) {
            end(run, RunStopReason.FAILED, reason);
        }
    }

    @Override
    public void memberStopped(RunContext run, RunMember member) {
        end(run, RunStopReason.STOPPED, HostText.of(HostTextCode.REVIEWER_CANCELLED));
    }

    @Override
    public void sessionEnded(RunContext run, RunMember member, HostText reason) {
        Optional<SessionSummary> session = session(member);
        JsonObject state = run.state();
        boolean resumes = member.key().equals(REVIEWER)
                && isIn(run, Phase.REVIEWING)
                && session.filter(one -> one.activity().phase() == SessionPhase.GONE)
                        .isPresent()
                && number(state, AGAIN) < MAX_AGAIN;
        if (resumes) {
            // The host has ended before the agent took its prompt, which waits in the session.
            state.addProperty(AGAIN, number(state, AGAIN) + 1);
            run.state(state);
            run.resumeSession(REVIEWER);
        } else if (session.isEmpty() || member.key().equals(REVIEWER) && isIn(run, Phase.REVIEWING)) {
            end(run, RunStopReason.FAILED, reason);
        }
    }

    /** A prompt that has not begun waited for its agent, which the end of the host has ended. */
    @Override
    public void hostStarted(RunContext run) {
        if (isIn(run, Phase.REVIEWING) && run.isBusy(REVIEWER) && !run.isOverBudget(REVIEWER)) {
            run.resumeSession(REVIEWER);
        }
    }

    private Optional<SessionSummary> session(RunMember member) {
        return Optional.ofNullable(member.sessionId()).flatMap(sessions::summary);
    }

    @Override
    public void stopped(RunContext run) {
        clean(run);
    }

    private static void end(RunContext run, RunStopReason reason, HostText sentence) {
        clean(run);
        run.settle(reason, sentence);
    }

    private static void clean(RunContext run) {
        run.removeSession(REVIEWER);
        run.work(REMOVE, new JsonObject());
    }

    // --- works

    @Override
    public JsonObject work(RunWork work) throws IOException, InterruptedException {
        try {
            return switch (work.name()) {
                case COPY -> copy(work);
                case PLACE -> place(work);
                case CHECK -> check(work);
                case REMOVE -> remove(work);
                default -> throw new IOException("there is no work " + work.name());
            };
        } catch (NotReviewableException e) {
            JsonObject result = new JsonObject();
            result.addProperty(FAULT, e.isUnchanged() ? "" : e.sentence().text());
            return result;
        }
    }

    private JsonObject copy(RunWork work) throws IOException, NotReviewableException {
        JsonObject wanted = work.parameters();
        Path directory = Path.of(work.run().project());
        String id = idOf(work.run().runId());
        Prepared prepared = number(wanted, ROUND) == 1
                ? preparer.first(
                        directory,
                        id,
                        text(wanted, FOCUS),
                        () -> Thread.currentThread().isInterrupted())
                : preparer.again(
                        directory,
                        id,
                        text(wanted, BASE),
                        text(wanted, COMMIT),
                        findings(work.run()),
                        () -> Thread.currentThread().isInterrupted());
        JsonObject result = new JsonObject();
        result.addProperty(FOLDER, prepared.place().toString());
        result.addProperty(COMMIT, prepared.commit());
        result.addProperty(BASE, prepared.base());
        result.addProperty(PROMPT, prepared.prompt());
        return result;
    }

    private static SessionId sessionOf(Run run) {
        return Objects.requireNonNull(run.request().sessionId());
    }

    private static String prefix(Run run) {
        return "f" + idOf(run.runId());
    }

    private List<ReviewComment> findings(Run run) {
        return sessions.review(sessionOf(run)).comments().stream()
                .filter(comment -> comment.id().value().startsWith(prefix(run) + "-"))
                .toList();
    }

    private JsonObject place(RunWork work) throws IOException, InterruptedException {
        JsonObject wanted = work.parameters();
        Run run = work.run();
        String prefix = prefix(run) + "-" + number(wanted, ROUND);
        JobRequest by = run.request();
        AgentId agentId = run.member(REVIEWER).orElseThrow().agentId();
        String agent = agents.agents().stream()
                .filter(each -> each.agentId().equals(agentId))
                .map(AgentInfo::name)
                .findFirst()
                .orElse(agentId.value());
        // A repetition must find what the first attempt found, so its own comments do not count.
        Review review = sessions.review(sessionOf(run));
        List<ReviewComment> known = review.comments().stream()
                .filter(comment -> !comment.id().value().startsWith(prefix + "-"))
                .toList();
        JsonObject result = new JsonObject();
        FindingPlacer.Placed placed;
        int left = 0;
        if (wanted.get(RAW).getAsBoolean()) {
            placed = raw(text(wanted, ANSWER), prefix, new CommentAuthor(by.deviceId(), agent, FindingSeverity.NOTE));
            result.addProperty(RAW, true);
        } else {
            FindingReader.Answer answer =
                    FindingReader.read(text(wanted, ANSWER)).orElseThrow();
            left = answer.left();
            placed = new FindingPlacer(preparer.files(Path.of(run.project()), text(wanted, COMMIT), text(wanted, BASE)))
                    .place(answer.findings(), known, new FindingPlacer.Origin(prefix, by.deviceId(), agent));
        }
        int full = sessions.add(
                sessionOf(run), placed.comments(), new Cause(new RequestId(prefix), by.deviceId(), by.deviceName()));
        result.addProperty(ADDED, placed.comments().size() - full);
        result.addProperty(REPEATED, placed.repeated());
        result.addProperty(LEFT, left + full);
        return result;
    }

    private static FindingPlacer.Placed raw(String answer, String prefix, CommentAuthor author) {
        String plain = PlainText.note(answer).strip();
        String text = plain.length() <= ReviewComment.MAX_TEXT
                ? plain
                : TextCutter.head(plain, ReviewComment.MAX_TEXT - 1) + "\u2026";
        return new FindingPlacer.Placed(
                text.isEmpty()
                        ? List.of()
                        : List.of(new ReviewComment(new CommentId(prefix + "-1"), CommentAnchor.GENERAL, text, author)),
                0,
                1);
    }

    private JsonObject check(RunWork work) {
        long turn = work.parameters().get(TURN).getAsLong();
        JsonObject result = new JsonObject();
        result.addProperty(
                SENT,
                findings(work.run()).stream()
                        .anyMatch(finding ->
                                finding.turn() != null && finding.turn().started() == turn));
        return result;
    }

    private JsonObject remove(RunWork work) throws IOException {
        preparer.remove(idOf(work.run().runId()));
        return new JsonObject();
    }
}

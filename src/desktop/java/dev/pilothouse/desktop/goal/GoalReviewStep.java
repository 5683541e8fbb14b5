package dev.pilothouse.desktop.goal;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.goal.GoalState.Phase;
import dev.pilothouse.desktop.reviewer.GoalReview;
import dev.pilothouse.desktop.reviewer.GoalReviewPreparer;
import dev.pilothouse.desktop.reviewer.GoalReviewReader;
import dev.pilothouse.desktop.run.RunContext;
import dev.pilothouse.desktop.run.RunSession;
import dev.pilothouse.desktop.run.RunTurn;
import dev.pilothouse.desktop.run.RunWork;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reviewer of a goal during one event: its copy, its session and its answers. Not thread-safe. */
final class GoalReviewStep {
    /** The key of the first reviewer; a later one has a number. */
    static final String REVIEWER = "reviewer";
    /** Removes the copy. */
    private static final String REMOVE = "remove the copy";
    /** Reviews that begin again because the host or the agent ended. */
    private static final int MAX_AGAIN = 3;
    /** Characters of reasons in the next prompt. */
    private static final int MAX_REASONS = 4_000;

    private static final int MAX_NOTE = 500;

    private final RunContext run;
    private final GoalState goal;

    GoalReviewStep(RunContext run, GoalState goal) {
        this.run = run;
        this.goal = goal;
    }

    /** Whether a member is the present reviewer. */
    boolean is(RunMember member) {
        return !goal.reviewer.isEmpty() && member.key().equals(goal.reviewer);
    }

    /** Makes a copy of the files; the reviewer is prompted then. */
    void begin() {
        goal.phase = Phase.REVIEWING;
        goal.reviews++;
        goal.reviewPrompt = 0;
        goal.corrected = false;
        run.memberCheck(goal.reviewer, RunCheck.RUNNING);
        JsonObject parameters = new JsonObject();
        parameters.addProperty("directory", goal.directory);
        parameters.addProperty("base", goal.reviewBase);
        parameters.addProperty("agent", goal.order.reviewer());
        parameters.addProperty("goal", goal.order.text());
        JsonArray checks = new JsonArray();
        goal.order.commands().forEach(checks::add);
        parameters.add("checks", checks);
        run.work(goal.reviewName(), parameters);
    }

    /** On a thread of the runs. @return empty if it is other work */
    static Optional<JsonObject> work(GoalReviewPreparer preparer, RunWork work) throws IOException {
        if (work.name().equals(REMOVE)) {
            preparer.remove(work.run().runId());
            return Optional.of(new JsonObject());
        }
        if (!work.name().startsWith("review ")) {
            return Optional.empty();
        }
        JsonObject wanted = work.parameters();
        List<String> checks = new ArrayList<>();
        wanted.getAsJsonArray("checks").forEach(check -> checks.add(check.getAsString()));
        JsonObject result = new JsonObject();
        try {
            GoalReviewPreparer.Review review = preparer.prepare(
                    work.run().runId(),
                    Path.of(wanted.get("directory").getAsString()),
                    wanted.get("base").getAsString(),
                    wanted.get("agent").getAsString(),
                    wanted.get("goal").getAsString(),
                    checks);
            result.addProperty("folder", review.folder());
            result.addProperty("mode", review.mode());
            result.addProperty("prompt", review.prompt());
        } catch (RefusedException e) {
            result.addProperty("fault", e.sentence().text());
        }
        return Optional.of(result);
    }

    /** The copy is there. @return why it is not; empty if it is */
    Optional<HostText> prepared(JsonObject result) {
        if (result.has("fault")) {
            return Optional.of(HostText.of(
                    HostTextCode.REVIEW_NOT_PREPARED, result.get("fault").getAsString()));
        }
        if (!goal.reviewerStarted) {
            goal.reviewerStarted = true;
            String mode = result.get("mode").getAsString();
            run.startSession(
                    goal.reviewer,
                    new RunSession(
                            result.get("folder").getAsString(),
                            mode.isEmpty() ? null : mode,
                            "Review: " + run.run().title(),
                            null));
        }
        goal.reviewPrompt = run.prompt(goal.reviewer, result.get("prompt").getAsString());
        return Optional.empty();
    }

    /** Whether a turn is that of the review. A person may have talked to the reviewer. */
    boolean isAnswer(RunTurn turn) {
        return goal.phase == Phase.REVIEWING && goal.reviewPrompt > 0 && turn.prompt() == goal.reviewPrompt;
    }

    /** Counts a review that was cut off. @return whether it may begin again */
    boolean mayBeginAgain() {
        return goal.reviewsAgain++ < MAX_AGAIN;
    }

    /**
     * Reads the answer. If it is no judgement, the reviewer is asked once more.
     *
     * @return empty if there is no judgement; the review is over then if {@code goal.corrected} was set before
     */
    Optional<GoalReview> read(RunTurn turn) {
        Optional<GoalReview> review = GoalReviewReader.read(turn.message());
        goal.reviewPrompt = 0;
        if (review.isPresent()) {
            goal.reviewsAgain = 0;
            judged(review.get());
        } else if (!goal.corrected) {
            goal.corrected = true;
            goal.reviewPrompt = run.prompt(goal.reviewer, GoalReviewPreparer.correction());
            run.note(HostText.of(HostTextCode.REVIEW_ASKED_AGAIN));
        }
        return review;
    }

    private void judged(GoalReview review) {
        run.memberCheck(goal.reviewer, review.met() ? RunCheck.PASSED : RunCheck.FAILED);
        run.fact("verdict", review.met() ? "met" : "notMet");
        if (!review.met()) {
            goal.reasons = TextCutter.head("- " + String.join("\n- ", review.reasons()), MAX_REASONS);
        }
        if (!review.reasons().isEmpty()) {
            run.note(HostText.of(
                    review.met() ? HostTextCode.GOAL_REVIEW_MET : HostTextCode.GOAL_REVIEW_NOT_MET,
                    TextCutter.line(String.join(" ", review.reasons()), MAX_NOTE)));
        }
    }

    /** Its answer means nothing any more. */
    void cancel() {
        if (goal.phase == Phase.REVIEWING) {
            run.cancelTurn(goal.reviewer);
            run.memberCheck(goal.reviewer, RunCheck.NONE);
            goal.reviewPrompt = 0;
        }
    }

    /** Another agent or model, or none. @return false if the run has no room for it */
    boolean replace() {
        Run now = run.run();
        Optional<RunMember> present = now.member(goal.reviewer);
        boolean same = goal.order.hasReviewer()
                && present.filter(member -> member.agentId().value().equals(goal.order.reviewer())
                                && member.model().equals(goal.order.reviewerModel()))
                        .isPresent();
        if (same) {
            return true;
        }
        if (goal.order.hasReviewer() && now.members().size() >= Run.MAX_MEMBERS) {
            return false;
        }
        cancel();
        clean();
        goal.reviewer = "";
        if (goal.order.hasReviewer()) {
            int number = now.members().size();
            goal.reviewer = number == 1 ? REVIEWER : REVIEWER + "-" + number;
            run.addMember(member(goal, run.now()));
        }
        return true;
    }

    static RunMember member(GoalState goal, Instant now) {
        return RunMember.planned(
                goal.reviewer, RunRole.REVIEWER, new AgentId(goal.order.reviewer()), goal.order.reviewerModel(), now);
    }

    /** Removes the session and the copy. */
    void clean() {
        if (goal.reviews > 0) {
            if (goal.reviewerStarted) {
                run.removeSession(goal.reviewer);
            }
            goal.reviewerStarted = false;
            run.work(REMOVE, new JsonObject());
        }
    }
}

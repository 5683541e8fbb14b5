package dev.pilothouse.desktop.goal;

import com.google.gson.JsonObject;
import dev.pilothouse.model.CheckResult;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.GoalCodec;

/** The stored state of a goal, for its {@link GoalDriver} during one event. Not thread-safe. */
final class GoalState {
    /** The step of the loop. */
    enum Phase {
        /** A prompt of the goal is on its way, or its turn runs. */
        WORKING,
        /** Prompts of a person come first. */
        HELD,
        /** The files are read, and then the check runs. */
        CHECKING,
        /** A reviewer judges the goal. */
        REVIEWING,
        /** The agent is rate limited. */
        LIMITED,
        /** There is no check, so a person decides. */
        ASKING,
        PAUSED
    }

    GoalOrder order;
    final String directory;
    /** Whether the session is alone in a worktree of the host, so that it may act without asking. */
    final boolean isolated;
    /** The mode or option in which it acts without asking; empty if it asks. */
    String unattended;

    Phase phase = Phase.WORKING;
    /** Prompts that were given. */
    int rounds;
    /** Checks that were begun. The name of the present one ends with it. */
    int checks;
    /** The tree of the files before the present check; empty if it is not known. */
    String tree = "";
    /** The tree and the result of the last check that failed; empty if there is none. */
    String lastTree = "";

    String lastResult = "";
    /** Failed turns in a row. */
    int failures;
    /** Working time. */
    long elapsedMillis;
    /** Whether the last turn was cut off by the end of the host. */
    boolean interrupted;
    /** Whether the last prompt may not have been repeated yet, such as after a rate limit. */
    boolean repeat;
    /** The remark of a person for the next prompt; empty for the result of the check. */
    String message = "";
    /** The reasons of a reviewer for the next prompt; empty for the result of the check. */
    String reasons = "";

    /** The key of the member that judges the goal; empty if there is none. */
    String reviewer = "";
    /** The commit with which the reviewer compares the files; empty for that of the base branch. */
    String reviewBase = "";
    /** Whether the reviewer has a session. */
    boolean reviewerStarted;
    /** Reviews that were begun. */
    int reviews;
    /** The number of the reviewer's prompt; 0 while its copy is made. */
    int reviewPrompt;
    /** Whether the reviewer was asked once more, because its answer could not be read. */
    boolean corrected;
    /** Reviews in a row that an end of the host or the agent has cut off. */
    int reviewsAgain;

    GoalState(GoalOrder order, String directory, boolean isolated, String unattended) {
        this.order = order;
        this.directory = directory;
        this.isolated = isolated;
        this.unattended = unattended;
    }

    /** Whether the time of this phase counts. */
    boolean isAtWork() {
        return phase == Phase.WORKING || phase == Phase.CHECKING || phase == Phase.REVIEWING;
    }

    String workName() {
        return "tree " + checks;
    }

    String reviewName() {
        return "review " + reviews;
    }

    String jobName() {
        return "check " + checks;
    }

    /** The result of a check, for comparison. Its output is not a part: it often contains times. */
    static String mark(CheckResult result) {
        return result.outcome() + " " + result.exitCode() + " " + result.command();
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.add("order", GoalCodec.ORDER.encode(order));
        json.addProperty("directory", directory);
        json.addProperty("isolated", isolated);
        json.addProperty("unattended", unattended);
        json.addProperty("phase", phase.name());
        json.addProperty("rounds", rounds);
        json.addProperty("checks", checks);
        json.addProperty("tree", tree);
        json.addProperty("lastTree", lastTree);
        json.addProperty("lastResult", lastResult);
        json.addProperty("failures", failures);
        json.addProperty("elapsedMillis", elapsedMillis);
        json.addProperty("interrupted", interrupted);
        json.addProperty("repeat", repeat);
        json.addProperty("message", message);
        json.addProperty("reasons", reasons);
        json.addProperty("reviewer", reviewer);
        json.addProperty("reviewBase", reviewBase);
        json.addProperty("reviewerStarted", reviewerStarted);
        json.addProperty("reviews", reviews);
        json.addProperty("reviewPrompt", reviewPrompt);
        json.addProperty("corrected", corrected);
        json.addProperty("reviewsAgain", reviewsAgain);
        return json;
    }

    static GoalState of(JsonObject json) {
        try {
            GoalState state = new GoalState(
                    GoalCodec.ORDER.decode(new FieldReader(json.getAsJsonObject("order"))),
                    json.get("directory").getAsString(),
                    json.has("isolated") && json.get("isolated").getAsBoolean(),
                    json.has("unattended") ? json.get("unattended").getAsString() : "");
            state.phase = Phase.valueOf(json.get("phase").getAsString());
            state.rounds = json.get("rounds").getAsInt();
            state.checks = json.get("checks").getAsInt();
            state.tree = json.get("tree").getAsString();
            state.lastTree = json.get("lastTree").getAsString();
            state.lastResult = json.get("lastResult").getAsString();
            state.failures = json.get("failures").getAsInt();
            state.elapsedMillis = json.get("elapsedMillis").getAsLong();
            state.interrupted = json.get("interrupted").getAsBoolean();
            state.repeat = json.get("repeat").getAsBoolean();
            state.message = json.get("message").getAsString();
            // A host before these members had no reviewers.
            if (json.has("reviewer")) {
                state.reasons = json.get("reasons").getAsString();
                state.reviewer = json.get("reviewer").getAsString();
                state.reviewBase = json.get("reviewBase").getAsString();
                state.reviewerStarted = json.get("reviewerStarted").getAsBoolean();
                state.reviews = json.get("reviews").getAsInt();
                state.reviewPrompt = json.get("reviewPrompt").getAsInt();
                state.corrected = json.get("corrected").getAsBoolean();
                state.reviewsAgain = json.get("reviewsAgain").getAsInt();
            }
            return state;
        } catch (CodecException e) {
            throw new IllegalStateException("The driver has written that", e);
        }
    }
}

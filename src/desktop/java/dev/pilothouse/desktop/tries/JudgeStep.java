package dev.pilothouse.desktop.tries;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.reviewer.JudgePreparer;
import dev.pilothouse.desktop.reviewer.Verdict;
import dev.pilothouse.desktop.reviewer.VerdictReader;
import dev.pilothouse.desktop.run.RunContext;
import dev.pilothouse.desktop.run.RunSession;
import dev.pilothouse.desktop.run.RunTurn;
import dev.pilothouse.desktop.run.RunWork;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An agent that judges the attempts of a run when all have ended. It gets their changes and the results of their checks
 * under labels in a random order, which the state of the run keeps, and not who made them. Its verdict is only shown:
 * the person chooses. Its session only reads, in a copy of the project. Stateless; on the lane of the runs.
 */
final class JudgeStep {
    /** The key of its member. */
    static final String JUDGE = "judge";

    /** Facts of the run: the chosen member or {@link #NO_ONE}, why, and whether a check says something else. */
    private static final String VERDICT = "verdict";

    private static final String NO_ONE = "none";
    private static final String REASONS = "verdictReasons";
    private static final String DISAGREES = "verdictDisagrees";
    private static final String OLDER = "verdictOlder";

    // Works.
    private static final String PREPARE = "judge";
    private static final String REMOVE = "judged";

    private static final String TASK = "task";

    // The state.
    private static final String AGENT = "agent";
    private static final String LABELS = "labels";
    private static final String PROMPT = "prompt";
    private static final String STARTED = "started";
    private static final String CORRECTED = "corrected";
    private static final String AGAIN = "again";
    private static final String OVER = "over";

    private static final int MAX_AGAIN = 3;
    private static final int CHECK = 1_000;
    /** Characters; the prompt of the judge shortens it further. */
    private static final int MAX_TASK = 12_000;

    private static final int FACT = 1_800;
    private static final SecureRandom RANDOM = new SecureRandom();

    private JudgeStep() {}

    static boolean is(RunMember member) {
        return member.role() == RunRole.JUDGE;
    }

    /** The state of a run that has a judge. */
    static JsonObject planned(String agent) {
        JsonObject judge = new JsonObject();
        judge.addProperty(AGENT, agent);
        return judge;
    }

    static boolean isNamed(String name) {
        return name.equals(PREPARE) || name.equals(REMOVE);
    }

    private static Optional<JsonObject> state(RunContext run) {
        return Optional.ofNullable(run.state().getAsJsonObject(JUDGE));
    }

    private static void state(RunContext run, JsonObject judge) {
        JsonObject state = run.state();
        state.add(JUDGE, judge);
        run.state(state);
    }

    /** All attempts have ended. Begins unless it has begun, or there is no judge or no attempt to judge. */
    static void begin(RunContext run) {
        Optional<JsonObject> judge = state(run);
        if (judge.isEmpty() || judge.get().has(LABELS) || judge.get().has(OVER)) {
            return;
        }
        List<String> attempts = new ArrayList<>();
        run.run().members().stream()
                .filter(member -> !is(member) && member.sessionId() != null)
                .forEach(member -> attempts.add(member.key()));
        if (attempts.size() < 2) {
            return;
        }
        Collections.shuffle(attempts, RANDOM);
        JsonObject labels = new JsonObject();
        for (int i = 0; i < attempts.size(); i++) {
            labels.addProperty(String.valueOf((char) ('A' + i)), attempts.get(i));
        }
        judge.get().add(LABELS, labels);
        state(run, judge.get());
        run.memberState(JUDGE, RunMemberState.STARTING, HostText.NONE);
        prepare(run, judge.get());
    }

    private static void prepare(RunContext run, JsonObject judge) {
        JsonObject parameters = judge.deepCopy();
        parameters.addProperty(
                TASK, TextCutter.head(run.state().get(TryDriver.PROMPT).getAsString(), MAX_TASK));
        run.work(PREPARE, parameters);
    }

    /** An attempt has gone on after the verdict. */
    static void attemptEnded(RunContext run) {
        if (!run.run().fact(VERDICT).isEmpty()) {
            run.fact(OLDER, "1");
        }
    }

    /** On a thread of the runs. */
    static JsonObject work(JudgePreparer preparer, RunWork work, Function<SessionId, Optional<WorkingTree>> trees)
            throws IOException {
        Run run = work.run();
        JsonObject result = new JsonObject();
        if (work.name().equals(REMOVE)) {
            preparer.remove(run.runId());
            return result;
        }
        JsonObject labels = work.parameters().getAsJsonObject(LABELS);
        List<JudgePreparer.Attempt> attempts = new ArrayList<>();
        for (String label : labels.keySet()) {
            RunMember member = run.member(labels.get(label).getAsString()).orElseThrow();
            WorkingTree tree = Optional.ofNullable(member.sessionId())
                    .flatMap(trees)
                    .orElseThrow(() -> new IOException("the worktree of " + member.key() + " is gone"));
            attempts.add(new JudgePreparer.Attempt(label, tree, check(member)));
        }
        try {
            JudgePreparer.Prepared prepared = preparer.prepare(
                    run.runId(),
                    Path.of(run.project()),
                    run.fact("base"),
                    work.parameters().get(AGENT).getAsString(),
                    work.parameters().get(TASK).getAsString(),
                    attempts,
                    () -> Thread.currentThread().isInterrupted());
            result.addProperty("folder", prepared.folder());
            result.addProperty("mode", prepared.mode());
            result.addProperty("prompt", prepared.prompt());
            return result;
        } catch (RefusedException e) {
            throw new IOException(e.sentence().text(), e);
        }
    }

    private static String check(RunMember member) {
        if (!member.hasCheckResult()) {
            return "";
        }
        return (member.check() == RunCheck.PASSED ? "passed" : "failed with exit code " + member.fact("checkExit"))
                + "\n"
                + TextCutter.tail(member.fact("checkLines"), CHECK);
    }

    static void workDone(RunContext run, String name, JsonObject result) {
        JsonObject judge = state(run).orElseThrow();
        if (name.equals(REMOVE) || judge.has(OVER)) {
            return;
        }
        if (!judge.has(STARTED)) {
            judge.addProperty(STARTED, true);
            String mode = result.get("mode").getAsString();
            run.startSession(
                    JUDGE,
                    new RunSession(
                            result.get("folder").getAsString(),
                            mode.isEmpty() ? null : mode,
                            "Judge: " + run.run().title(),
                            null));
        }
        judge.addProperty(PROMPT, run.prompt(JUDGE, result.get("prompt").getAsString()));
        state(run, judge);
    }

    static void workFailed(RunContext run, String name, HostText reason) {
        if (name.equals(PREPARE)) {
            noVerdict(run, reason);
        }
    }

    static void turnEnded(RunContext run, RunTurn turn) {
        JsonObject judge = state(run).orElseThrow();
        if (judge.has(OVER)
                || !judge.has(PROMPT)
                || turn.prompt() != judge.get(PROMPT).getAsInt()) {
            // A person has talked to the judge.
            return;
        }
        int again = judge.has(AGAIN) ? judge.get(AGAIN).getAsInt() : 0;
        if (turn.reason() == StopReason.INTERRUPTED && again < MAX_AGAIN) {
            judge.addProperty(AGAIN, again + 1);
            state(run, judge);
            prepare(run, judge);
        } else if (turn.reason() == StopReason.CANCELLED
                || turn.reason() == StopReason.FAILED
                || turn.reason() == StopReason.REFUSAL
                || turn.reason() == StopReason.INTERRUPTED) {
            noVerdict(run, turn.sentence());
        } else {
            answered(run, judge, turn.message());
        }
    }

    private static void answered(RunContext run, JsonObject judge, String message) {
        JsonObject labels = judge.getAsJsonObject(LABELS);
        VerdictReader.Reading reading = VerdictReader.read(message, labels.keySet());
        Verdict verdict = reading.verdict();
        if (verdict != null) {
            judged(
                    run,
                    verdict.label().isEmpty()
                            ? NO_ONE
                            : labels.get(verdict.label()).getAsString(),
                    verdict);
            clean(run);
        } else if (judge.has(CORRECTED)) {
            noVerdict(run, HostText.of(HostTextCode.TRY_VERDICT_UNREADABLE));
        } else {
            judge.addProperty(CORRECTED, true);
            judge.addProperty(PROMPT, run.prompt(JUDGE, JudgePreparer.correction(reading.fault())));
            state(run, judge);
        }
    }

    private static void judged(RunContext run, String chosen, Verdict verdict) {
        run.fact(VERDICT, chosen);
        run.fact(REASONS, TextCutter.head(String.join("\n", verdict.reasons()), FACT));
        boolean anyPassed = run.run().members().stream().anyMatch(member -> member.check() == RunCheck.PASSED);
        RunCheck check = run.run().member(chosen).map(RunMember::check).orElse(RunCheck.NONE);
        run.fact(DISAGREES, check == RunCheck.FAILED || anyPassed && check != RunCheck.PASSED ? "1" : "");
    }

    static void noVerdict(RunContext run, HostText reason) {
        if (state(run).filter(judge -> !judge.has(OVER)).isPresent()) {
            run.note(HostText.of(HostTextCode.TRY_NO_VERDICT, reason));
            clean(run);
        }
    }

    /** Removes its session and its copy. The verdict stays. */
    static void clean(RunContext run) {
        Optional<JsonObject> judge = state(run).filter(each -> !each.has(OVER));
        if (judge.isEmpty()) {
            return;
        }
        judge.get().addProperty(OVER, true);
        state(run, judge.get());
        if (!run.member(JUDGE).state().isOver()) {
            run.memberState(JUDGE, RunMemberState.DONE, HostText.NONE);
        }
        if (judge.get().has(STARTED)) {
            run.removeSession(JUDGE);
        }
        if (judge.get().has(LABELS)) {
            run.work(REMOVE, new JsonObject());
        }
    }
}

package dev.pilothouse.desktop.tries;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.check.CheckOrder;
import dev.pilothouse.desktop.check.CheckService;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.reviewer.JudgePreparer;
import dev.pilothouse.desktop.run.RunContext;
import dev.pilothouse.desktop.run.RunDriver;
import dev.pilothouse.desktop.run.RunOrder;
import dev.pilothouse.desktop.run.RunPlan;
import dev.pilothouse.desktop.run.RunSession;
import dev.pilothouse.desktop.run.RunTurn;
import dev.pilothouse.desktop.run.RunWork;
import dev.pilothouse.desktop.worktree.WorktreeProvider;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.BranchName;
import dev.pilothouse.model.CheckResult;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Lets several agents try the same task from the same commit, each in its own worktree. The person then keeps one; the
 * worktrees of the others are removed after a snapshot. Stateless; any thread.
 *
 * <p>Parameters of a run: {@code prompt}, {@code directory}, {@code agents} (a list of {@code agent}, {@code model?}
 * and {@code count?}), {@code check?} (a list of commands, which the host runs in each worktree), {@code judge?}
 * ({@code agent}, {@code model?}; see {@link JudgeStep}). Actions:
 * {@code keep} and {@code merge} with {@code member}, and {@code discard}; {@link TrySelection} carries them out.
 */
public final class TryDriver implements RunDriver {
    /** Characters of the prompt; it is in the state of the run. */
    public static final int MAX_PROMPT = 40_000;

    /** Names of facts, for clients. */
    private static final String BASE = "base";

    private static final String CHECK = "check";
    static final String PROMPT = "prompt";
    private static final String DIRECTORY = "directory";
    private static final String AGENTS = "agents";
    private static final String AGENTS_FORM = "\"agents\": [{\"agent\": \"ID\", \"model\": \"MODEL\", \"count\": 2}]";
    private static final String JUDGE_FORM = "\"judge\": {\"agent\": \"ID\", \"model\": \"MODEL\"}";
    private static final String CHECK_FORM = "\"check\": [\"npm test\"]";
    static final String BRANCH = "branch";
    static final String MEMBER = "member";
    private static final String KEEP = "keep";
    private static final String DISCARD = "discard";
    private static final String MERGE = "merge";
    private static final String SEPARATOR = " ";
    private static final int SHORT_HASH = 4;
    private static final long WAIT_SECONDS = 60;
    private static final int TITLE = 80;
    private static final int FACT = 1_800;
    private static final int CHECK_LINES = 15;

    private final WorktreeProvider worktrees;
    private final RepositoryReader reader;
    private final Function<SessionId, Optional<WorkingTree>> trees;
    private final GitRunner git;
    private final JudgePreparer judges;

    /**
     * @param trees the working tree of a session; empty if it has none. Reads the disk
     */
    public TryDriver(
            WorktreeProvider worktrees,
            RepositoryReader reader,
            Function<SessionId, Optional<WorkingTree>> trees,
            GitRunner git,
            JudgePreparer judges) {
        this.worktrees = worktrees;
        this.reader = reader;
        this.trees = trees;
        this.git = git;
        this.judges = judges;
    }

    // --- starting

    /** One agent, and how often it tries. */
    private record Wanted(AgentId agentId, String model, int count) {}

    @Override
    public RunPlan plan(RunOrder order) throws RefusedException, InterruptedException {
        JsonObject parameters = order.parameters();
        String prompt = text(parameters, PROMPT);
        if (prompt.isBlank() || prompt.length() > MAX_PROMPT) {
            throw refused(HostTextCode.TRY_PROMPT, MAX_PROMPT);
        }
        Path directory = directory(text(parameters, DIRECTORY));
        List<Wanted> wanted = wanted(parameters);
        List<String> check = commands(parameters);
        CheckService.requireBounds(check, CheckOrder.USUAL_LIMIT);
        String words = BranchName.suggest(prompt, "task", Set.of());
        String slug = TextCutter.head(words.replace('/', '-'), 40)
                + "-"
                + Integer.toHexString(order.runId().value().hashCode() | 0x1000_0000)
                        .substring(0, SHORT_HASH);
        List<RunMember> members = new ArrayList<>();
        JsonObject branches = new JsonObject();
        String base = "";
        String repository = "";
        for (Wanted each : wanted) {
            for (int i = 0; i < each.count(); i++) {
                String key = "m" + (members.size() + 1);
                String branch = "try/" + slug + "-" + (members.size() + 1);
                WorktreeSpec spec = prepared(directory, new WorktreeRequest(branch, base));
                base = spec.base();
                repository = spec.repository();
                branches.addProperty(key, branch);
                members.add(RunMember.planned(
                        key,
                        RunRole.ATTEMPT,
                        each.agentId(),
                        each.model(),
                        order.request().at()));
            }
        }
        JsonObject state = new JsonObject();
        Optional<Wanted> judge = judge(parameters);
        if (judge.isPresent()) {
            if (members.size() >= Run.MAX_MEMBERS) {
                throw refused(HostTextCode.TRY_COUNT, Run.MAX_MEMBERS - 1);
            }
            AgentId agentId = judges.agent(judge.get().agentId().value()).agentId();
            members.add(RunMember.planned(
                    JudgeStep.JUDGE,
                    RunRole.JUDGE,
                    agentId,
                    judge.get().model(),
                    order.request().at()));
            state.add(JudgeStep.JUDGE, JudgeStep.planned(agentId.value()));
        }
        GitResult branch = git.read(directory, "symbolic-ref", "--quiet", "--short", "HEAD");
        String baseBranch = branch.succeeded() ? branch.line() : "";
        state.addProperty(TrySelection.BASE_BRANCH, baseBranch);
        state.addProperty(PROMPT, prompt);
        state.addProperty(DIRECTORY, directory.toString());
        state.addProperty(BASE, base);
        state.addProperty(TrySelection.REPOSITORY, repository);
        state.add(BRANCH, branches);
        JsonArray commands = new JsonArray();
        check.forEach(commands::add);
        state.add(CHECK, commands);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(BASE, base);
        if (!baseBranch.isEmpty()) {
            facts.put(TrySelection.BASE_BRANCH, baseBranch);
        }
        facts.put(PROMPT, TextCutter.head(prompt, FACT));
        if (!check.isEmpty()) {
            facts.put(CHECK, TextCutter.head(String.join("\n", check), FACT));
        }
        return new RunPlan(TextCutter.line(prompt.strip(), TITLE), directory.toString(), null, members, facts, state);
    }

    static RefusedException refused(HostTextCode code, Object... values) {
        return new RefusedException(ErrorCode.BAD_REQUEST, HostText.of(code, values));
    }

    private static String text(JsonObject object, String name) throws RefusedException {
        try {
            return new FieldReader(object).string(name, "");
        } catch (CodecException e) {
            throw refused(HostTextCode.RUN_PARAMETER_FORM, name, "\"" + name + "\": \"…\"");
        }
    }

    private static Path directory(String text) throws RefusedException {
        try {
            Path directory = Path.of(text);
            if (!text.isEmpty() && directory.isAbsolute()) {
                return directory.normalize();
            }
        } catch (InvalidPathException e) {
            // The same refusal.
        }
        throw new RefusedException(
                ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.NO_ABSOLUTE_PATH, TextCutter.line(text, 200)));
    }

    private static List<Wanted> wanted(JsonObject parameters) throws RefusedException {
        List<Wanted> wanted;
        try {
            wanted = new FieldReader(parameters)
                    .list(
                            AGENTS,
                            fields -> new Wanted(fields.value("agent", AgentId::new), fields.string("model", ""), (int)
                                    fields.number("count", 1)));
        } catch (CodecException e) {
            throw refused(HostTextCode.RUN_PARAMETER_FORM, AGENTS, AGENTS_FORM);
        }
        long all = 0;
        for (Wanted each : wanted) {
            if (each.count() < 1 || each.model().length() > 200) {
                throw refused(HostTextCode.RUN_PARAMETER_FORM, AGENTS, AGENTS_FORM);
            }
            all += each.count();
        }
        if (all < 1 || all > Run.MAX_MEMBERS) {
            throw refused(HostTextCode.TRY_COUNT, Run.MAX_MEMBERS);
        }
        return wanted;
    }

    private static Optional<Wanted> judge(JsonObject parameters) throws RefusedException {
        if (!parameters.has(JudgeStep.JUDGE)) {
            return Optional.empty();
        }
        try {
            FieldReader fields = new FieldReader(parameters.getAsJsonObject(JudgeStep.JUDGE));
            return Optional.of(new Wanted(
                    fields.value("agent", AgentId::new), TextCutter.line(fields.string("model", ""), 200), 1));
        } catch (CodecException | ClassCastException e) {
            throw refused(HostTextCode.RUN_PARAMETER_FORM, JudgeStep.JUDGE, JUDGE_FORM);
        }
    }

    private static List<String> commands(JsonObject parameters) throws RefusedException {
        try {
            return new FieldReader(parameters).values(CHECK, Function.identity());
        } catch (CodecException e) {
            throw refused(HostTextCode.RUN_PARAMETER_FORM, CHECK, CHECK_FORM);
        }
    }

    /** Checks that there can be a worktree. Without one, no agent may start: they would disturb each other. */
    private WorktreeSpec prepared(Path directory, WorktreeRequest request)
            throws RefusedException, InterruptedException {
        CompletableFuture<WorktreeProvider.Preparation> answer = new CompletableFuture<>();
        worktrees.prepare(directory, request, answer::complete);
        try {
            WorktreeProvider.Preparation preparation = answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
            if (preparation instanceof WorktreeProvider.Preparation.Ready ready) {
                return ready.spec();
            }
            WorktreeProvider.Preparation.Refused refused = (WorktreeProvider.Preparation.Refused) preparation;
            throw new RefusedException(refused.code(), refused.text());
        } catch (TimeoutException e) {
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.GIT_BUSY));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void started(RunContext run) {
        JsonObject branches = run.state().getAsJsonObject(BRANCH);
        run.run().members().stream()
                .filter(member -> !JudgeStep.is(member))
                .forEach(member -> run.memberFact(
                        member.key(), BRANCH, branches.get(member.key()).getAsString()));
        startNext(run);
    }

    /**
     * Starts each agent once; it starts again when its session before is there. Agents of one account that start
     * together are often refused.
     */
    private static void startNext(RunContext run) {
        JsonObject state = run.state();
        for (RunMember member : run.run().members()) {
            boolean starting = run.run().members().stream()
                    .anyMatch(other -> other.agentId().equals(member.agentId()) && isStarting(other));
            if (member.state() == RunMemberState.PLANNED && !starting && !JudgeStep.is(member)) {
                String branch = member.fact(BRANCH);
                run.startSession(
                        member.key(),
                        new RunSession(
                                state.get(DIRECTORY).getAsString(),
                                null,
                                member.key().substring(1)
                                        + SEPARATOR
                                        + run.run().title(),
                                new WorktreeRequest(branch, state.get(BASE).getAsString())));
                run.prompt(member.key(), state.get(PROMPT).getAsString());
            }
        }
    }

    static boolean isStarting(RunMember member) {
        return member.sessionId() == null
                && (member.state() == RunMemberState.STARTING || member.state() == RunMemberState.DISPATCHED);
    }

    @Override
    public void sessionStarted(RunContext run, RunMember member) {
        startNext(run);
    }

    @Override
    public void refused(RunContext run, RunMember member, HostText reason) {
        if (JudgeStep.is(member)) {
            JudgeStep.noVerdict(run, reason);
            return;
        }
        startNext(run);
        askWhenAllAreOver(run);
    }

    // --- results

    @Override
    public void turnEnded(RunContext run, RunMember member, RunTurn turn) {
        if (JudgeStep.is(member)) {
            JudgeStep.turnEnded(run, turn);
            return;
        }
        if (TrySelection.isUnderWay(run)) {
            return;
        }
        String key = member.key();
        JudgeStep.attemptEnded(run);
        run.memberFact(key, "message", TextCutter.head(turn.message().strip(), FACT));
        run.memberFact(key, "millis", Long.toString(turn.durationMillis()));
        JsonObject parameters = new JsonObject();
        parameters.addProperty(MEMBER, key);
        run.work("files " + key, parameters);
        if (member.hasCheckResult()) {
            run.memberFact(key, RunMember.CHECK_OLDER, "1");
        }
        if (member.state() == RunMemberState.DONE) {
            JsonArray commands = run.state().getAsJsonArray(CHECK);
            if (!commands.isEmpty()) {
                run.memberCheck(key, RunCheck.RUNNING);
                parameters.addProperty("turn", turn.turnId().started());
                run.work(CHECK + SEPARATOR + key, parameters);
            }
        }
        askWhenAllAreOver(run);
    }

    @Override
    public void sessionEnded(RunContext run, RunMember member, HostText reason) {
        if (JudgeStep.is(member)) {
            JudgeStep.noVerdict(run, reason);
            return;
        }
        startNext(run);
        askWhenAllAreOver(run);
    }

    @Override
    public void memberStopped(RunContext run, RunMember member) {
        if (JudgeStep.is(member)) {
            JudgeStep.noVerdict(run, HostText.of(HostTextCode.RUN_MEMBER_STOPPED));
            return;
        }
        startNext(run);
        askWhenAllAreOver(run);
    }

    /** A prompt that has not begun waited for its agent, which the end of the host has ended. */
    @Override
    public void hostStarted(RunContext run) {
        if (TrySelection.isUnderWay(run)) {
            return;
        }
        for (RunMember member : run.run().members()) {
            String key = member.key();
            if (!member.state().isOver() && member.sessionId() != null && run.isBusy(key) && !run.isOverBudget(key)) {
                run.resumeSession(key);
            }
        }
    }

    static void askWhenAllAreOver(RunContext run) {
        boolean over = run.run().members().stream()
                .filter(member -> !JudgeStep.is(member))
                .allMatch(member -> member.state().isOver() && member.check() != RunCheck.RUNNING);
        if (!TrySelection.isUnderWay(run)) {
            run.runState(
                    over ? RunState.WAITING_FOR_YOU : RunState.RUNNING,
                    over ? HostText.of(HostTextCode.TRY_CHOOSE) : HostText.NONE);
            if (over) {
                JudgeStep.begin(run);
            }
        }
    }

    @Override
    public void waitingChanged(RunContext run, RunMember member) {
        askWhenAllAreOver(run);
    }

    @Override
    public JsonObject work(RunWork work) throws IOException, InterruptedException {
        if (JudgeStep.isNamed(work.name())) {
            return JudgeStep.work(judges, work, trees);
        }
        String key = work.parameters().get(MEMBER).getAsString();
        SessionId sessionId =
                work.run().member(key).map(RunMember::sessionId).orElseThrow(() -> new IOException("no session"));
        WorkingTree tree =
                trees.apply(sessionId).orElseThrow(() -> new IOException("the worktree of " + key + " is gone"));
        JsonObject result = new JsonObject();
        result.addProperty("place", tree.root().toString());
        if (work.parameters().has("turn")) {
            result.add("turn", work.parameters().get("turn"));
        }
        if (TrySelection.isNamed(work.name())) {
            String head = head(tree);
            result.addProperty(TrySelection.HEAD, head);
            result.addProperty(TrySelection.UNCOMMITTED, since(tree, head).total());
        } else if (work.name().startsWith("files")) {
            FileChanges changes = since(tree, work.run().fact(BASE));
            result.addProperty("files", changes.total());
            result.addProperty("added", changes.added());
            result.addProperty("removed", changes.removed());
            result.addProperty(TrySelection.UNCOMMITTED, since(tree, head(tree)).total());
        }
        return result;
    }

    private FileChanges since(WorkingTree tree, String commit) throws IOException {
        try {
            return reader.since(
                            tree, new RepositoryReader.Reference(commit, commit), Thread.currentThread()::isInterrupted)
                    .list();
        } catch (RepositoryReader.UnreadableException e) {
            throw new IOException(e.sentence().text(), e);
        }
    }

    private String head(WorkingTree tree) throws IOException {
        GitResult found = git.read(tree.root(), "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        if (!found.succeeded()) {
            throw new IOException(found.message());
        }
        return found.line();
    }

    @Override
    public void workDone(RunContext run, String name, JsonObject result) {
        if (JudgeStep.isNamed(name)) {
            JudgeStep.workDone(run, name, result);
            return;
        }
        String key = name.substring(name.indexOf(' ') + 1);
        if (TrySelection.isNamed(name)) {
            TrySelection.read(run, name, result);
        } else if (name.startsWith(CHECK)) {
            List<String> commands = new ArrayList<>();
            for (JsonElement command : run.state().getAsJsonArray(CHECK)) {
                commands.add(command.getAsString());
            }
            CheckOrder order =
                    new CheckOrder(Path.of(result.get("place").getAsString()), commands, CheckOrder.USUAL_LIMIT);
            run.startJob(
                    name + SEPARATOR + result.get("turn").getAsLong(),
                    JobKind.CHECK,
                    order.arguments(),
                    order.parameters(),
                    key);
        } else {
            for (String fact : List.of("files", "added", "removed", TrySelection.UNCOMMITTED)) {
                run.memberFact(key, fact, result.get(fact).getAsString());
            }
        }
    }

    @Override
    public void workFailed(RunContext run, String name, HostText reason) {
        if (JudgeStep.isNamed(name)) {
            JudgeStep.workFailed(run, name, reason);
            return;
        }
        String key = name.substring(name.indexOf(' ') + 1);
        if (TrySelection.isNamed(name)) {
            TrySelection.unread(run, name, reason);
        } else {
            if (name.startsWith(CHECK)) {
                run.memberCheck(key, RunCheck.NONE);
                askWhenAllAreOver(run);
            }
            run.note(reason);
        }
    }

    @Override
    public void jobOver(RunContext run, String name, Job job) {
        if (TrySelection.isNamed(name)) {
            TrySelection.jobOver(
                    run, name, job.state() == JobState.DONE, job.status().sentence());
            return;
        }
        String key = name.split(SEPARATOR)[1];
        CheckResult result = CheckResult.of(job);
        run.memberCheck(
                key,
                result.passed()
                        ? RunCheck.PASSED
                        : result.outcome() == CheckResult.Outcome.NOT_RUN ? RunCheck.NONE : RunCheck.FAILED);
        // A turn that began meanwhile may have changed what the check looked at.
        run.memberFact(key, RunMember.CHECK_OLDER, run.member(key).state().isOver() ? "" : "1");
        run.memberFact(key, "checkExit", Integer.toString(result.exitCode()));
        List<String> lines = result.lines();
        run.memberFact(
                key,
                "checkLines",
                TextCutter.tail(
                        String.join("\n", lines.subList(Math.max(0, lines.size() - CHECK_LINES), lines.size())), FACT));
        if (result.outcome() == CheckResult.Outcome.NOT_RUN) {
            run.note(job.status().sentence());
        }
        askWhenAllAreOver(run);
    }

    @Override
    public void jobRefused(RunContext run, String name, HostText reason) {
        if (TrySelection.isNamed(name)) {
            TrySelection.jobOver(run, name, false, reason);
        } else {
            run.memberCheck(name.split(SEPARATOR)[1], RunCheck.NONE);
            run.note(reason);
            askWhenAllAreOver(run);
        }
    }

    // --- the choice of the person

    @Override
    public void action(RunContext run, String action, JsonObject parameters) throws RefusedException {
        switch (action) {
            case KEEP -> TrySelection.keep(run, attempt(run, parameters));
            case DISCARD -> TrySelection.discard(run);
            case MERGE -> TrySelection.merge(run, attempt(run, parameters), text(parameters, "message"));
            default -> RunDriver.super.action(run, action, parameters);
        }
    }

    private static RunMember attempt(RunContext run, JsonObject parameters) throws RefusedException {
        String key = text(parameters, MEMBER);
        return run.run()
                .member(key)
                .filter(member -> member.sessionId() != null && !JudgeStep.is(member))
                .orElseThrow(() -> refused(HostTextCode.RUN_MEMBER_UNKNOWN, TextCutter.line(key, RunMember.MAX_KEY)));
    }

    /** A run that was stopped has left its worktrees. */
    @Override
    public boolean actsAfterEnd(String action) {
        return action.equals(KEEP) || action.equals(DISCARD) || action.equals(MERGE);
    }

    @Override
    public void stopping(RunContext run) {
        TrySelection.stopped(run);
    }

    @Override
    public void stopped(RunContext run) {
        JudgeStep.clean(run);
    }

    @Override
    public void sessionClosed(RunContext run, RunMember member) {
        if (!JudgeStep.is(member)) {
            TrySelection.sessionClosed(run, member);
        }
    }
}

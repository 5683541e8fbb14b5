package dev.pilothouse.desktop.run;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.run.RunRecord.Allowed;
import dev.pilothouse.desktop.run.RunRecord.Marks;
import dev.pilothouse.desktop.run.RunRecord.Step;
import dev.pilothouse.desktop.run.RunRecord.StepKind;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunNote;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The changes of one event to a run. Nothing of it takes effect before it is on disk. Confined to the lane. */
final class RunTransaction implements RunContext {
    private static final int MAX_STEPS = 200;
    private static final int MAX_TIMERS = 32;
    private static final int MAX_ACTIONS = 64;
    private static final int MAX_ALLOWED = 20;
    /** A fact of the run: the commands, each on a line. */
    private static final String ALLOWED = "allowed";

    private static final int MAX_SENTENCE = 2_000;
    private static final int MAX_FACT_TOTAL = 8_000;

    /** The other parts of the host, for a transaction. */
    interface Surroundings {
        /** Whether another run that is not over has the session. */
        boolean isTaken(SessionId sessionId, Run by);

        Optional<RunSessions.Observation> observe(SessionId sessionId);

        Optional<Job> job(JobId jobId);
    }

    private final RunRecord before;
    private final Surroundings surroundings;
    private final Instant now;

    private String state;
    private long count;
    private RunStatus status;
    private final Map<String, RunMember> members = new LinkedHashMap<>();
    private final List<RunNote> notes;
    private final Map<String, String> facts;
    private final List<Step> steps;
    private final Map<String, Marks> marks;
    private final Map<String, JobId> jobs;
    private final Map<String, Instant> timers;
    private final List<RequestId> actions;
    private final List<Allowed> allowed;

    RunTransaction(RunRecord before, Surroundings surroundings, Instant now) {
        this.before = before;
        this.surroundings = surroundings;
        this.now = now;
        Run run = before.run();
        this.state = before.state();
        this.count = before.count();
        this.status = run.status();
        run.members().forEach(member -> members.put(member.key(), member));
        this.notes = new ArrayList<>(run.notes());
        this.facts = new LinkedHashMap<>(run.facts());
        this.steps = new ArrayList<>(before.steps());
        this.marks = new HashMap<>(before.marks());
        this.jobs = new HashMap<>(before.jobs());
        this.timers = new HashMap<>(before.timers());
        this.actions = new ArrayList<>(before.actions());
        this.allowed = new ArrayList<>(before.allowed());
    }

    RunRecord result() {
        return new RunRecord(run(), before.digest(), state, count, steps, marks, jobs, timers, actions, allowed);
    }

    @Override
    public Run run() {
        Run run = before.run();
        return new Run(
                run.runId(),
                run.kind(),
                run.title(),
                run.project(),
                run.request(),
                status,
                List.copyOf(members.values()),
                notes,
                facts);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public JsonObject state() {
        try {
            return StrictJson.parseObject(state);
        } catch (CodecException e) {
            throw new IllegalStateException("It was a JSON object", e);
        }
    }

    @Override
    public void state(JsonObject other) {
        String text = StrictJson.write(other);
        if (text.length() > RunRegistry.MAX_STATE) {
            throw new IllegalArgumentException("the state of a driver is too long: " + text.length());
        }
        state = text;
    }

    // --- what clients see

    @Override
    public void addMember(RunMember member) {
        if (members.size() >= Run.MAX_MEMBERS || members.containsKey(member.key())) {
            throw new IllegalArgumentException("no room for the member " + member.key());
        }
        members.put(member.key(), member);
    }

    void change(String key, UnaryOperator<RunMember> change) {
        members.put(key, change.apply(member(key)));
    }

    @Override
    public RunMember member(String key) {
        RunMember member = members.get(key);
        if (member == null) {
            throw new IllegalArgumentException("no member " + key);
        }
        return member;
    }

    @Override
    public void memberState(String key, RunMemberState other, HostText sentence) {
        change(key, member -> member.withState(other, sentence.bounded(MAX_SENTENCE), now));
    }

    @Override
    public void memberCheck(String key, RunCheck check) {
        change(key, member -> member.withCheck(check));
    }

    @Override
    public void memberFact(String key, String name, String value) {
        change(key, member -> member.withFacts(with(member.facts(), name, value)));
    }

    @Override
    public void fact(String name, String value) {
        Map<String, String> changed = with(facts, name, value);
        facts.clear();
        facts.putAll(changed);
    }

    /** Drops a fact that finds no room: it is only shown. */
    private static Map<String, String> with(Map<String, String> facts, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(facts);
        changed.remove(name);
        int total = changed.values().stream().mapToInt(String::length).sum();
        String fitting = TextCutter.head(PlainText.prose(value), Math.min(Run.MAX_FACT, MAX_FACT_TOTAL - total));
        if (!fitting.isEmpty() && changed.size() < Run.MAX_FACTS) {
            changed.put(name, fitting);
        }
        return changed;
    }

    @Override
    public void note(HostText sentence) {
        notes.add(new RunNote(now, sentence.bounded(MAX_SENTENCE)));
        if (notes.size() > Run.MAX_NOTES) {
            notes.remove(0);
        }
    }

    @Override
    public void runState(RunState other, HostText sentence) {
        if (other.isOver()) {
            throw new IllegalArgumentException("a run ends with a reason");
        }
        status = new RunStatus(other, null, sentence.bounded(MAX_SENTENCE), null);
    }

    @Override
    public void settle(RunStopReason reason, HostText sentence) {
        if (!status.state().isOver()) {
            status = new RunStatus(RunState.OVER, reason, sentence.bounded(MAX_SENTENCE), now);
            timers.clear();
            allowed.clear();
            fact(ALLOWED, "");
        }
    }

    // --- orders

    private Step order(StepKind kind, String member, long round, String name, Map<String, String> content) {
        if (steps.size() >= MAX_STEPS) {
            throw new IllegalStateException("a run has too many open steps");
        }
        count++;
        Step step = new Step(count, kind, member, round == 0 ? count : round, name, content);
        steps.add(step);
        return step;
    }

    private void order(StepKind kind, String member, Map<String, String> content) {
        member(member);
        order(kind, member, 0, "", content);
    }

    @Override
    public void startSession(String key, RunSession session) {
        Marks next = marks(key).withAttempt();
        marks.put(key, next);
        Map<String, String> content = new HashMap<>();
        content.put("directory", session.directory());
        if (session.mode() != null) {
            content.put("mode", session.mode());
        }
        WorktreeRequest worktree = session.worktree();
        if (worktree != null) {
            content.put("branch", worktree.branch());
            content.put("base", worktree.base());
            content.put("existing", Boolean.toString(worktree.existing()));
        }
        change(key, member -> member.withSession(null).withState(RunMemberState.STARTING, HostText.NONE, now));
        order(StepKind.START, key, next.attempts(), "", content);
        if (!session.name().isBlank()) {
            order(StepKind.RENAME, key, Map.of("name", session.name()));
        }
        order(StepKind.GROUP, key, Map.of());
    }

    @Override
    public boolean adoptSession(String key, SessionId sessionId) {
        if (surroundings.isTaken(sessionId, before.run())) {
            return false;
        }
        TurnId last = surroundings
                .observe(sessionId)
                .map(RunSessions.Observation::lastTurn)
                .orElse(null);
        marks.put(key, marks(key).withSession(sessionId, true, last == null ? 0 : last.started()));
        change(key, member -> member.withSession(sessionId).withState(RunMemberState.ACCEPTED, HostText.NONE, now));
        return true;
    }

    @Override
    public boolean isAdopted(String key) {
        return marks(key).adopted();
    }

    @Override
    public boolean isOverBudget(String key) {
        return observe(key).map(RunSessions.Observation::overBudget).orElse(false);
    }

    @Override
    public boolean isBusy(String key) {
        return steps.stream()
                        .anyMatch(step ->
                                step.kind() == StepKind.PROMPT && step.member().equals(key))
                || observe(key)
                        .filter(now -> now.turn() != null || now.queued() > 0)
                        .isPresent();
    }

    /** Drops the order of a prompt whose turn has ended. A kill may have come before the outcome was recorded. */
    void given(String key, int prompt) {
        steps.removeIf(step -> step.kind() == StepKind.PROMPT && step.member().equals(key) && step.round() == prompt);
    }

    Optional<RunSessions.Observation> observe(String key) {
        return Optional.ofNullable(member(key).sessionId()).flatMap(surroundings::observe);
    }

    @Override
    public int prompt(String key, String text) {
        Marks next = marks(key).withPrompt();
        marks.put(key, next);
        if (member(key).state() != RunMemberState.WORKING && member(key).state() != RunMemberState.WAITING) {
            memberState(key, RunMemberState.DISPATCHED, HostText.NONE);
        }
        order(StepKind.PROMPT, key, next.prompts(), "", Map.of("text", text));
        return next.prompts();
    }

    @Override
    public void cancelTurn(String key) {
        observe(key)
                .map(RunSessions.Observation::turn)
                .ifPresent(turn -> order(StepKind.CANCEL, key, Map.of("turn", turn.toString())));
    }

    @Override
    public void takeBack(String key) {
        takeBack(key, marks(key).prompts());
    }

    /** Takes a further prompt out before anything else of the member happens. @param upTo the number of the last one */
    void takeBackNext(String key, int upTo) {
        takeBack(key, upTo);
        steps.add(0, steps.remove(steps.size() - 1));
    }

    private void takeBack(String key, int upTo) {
        if (upTo > 0 && hasSession(key)) {
            order(StepKind.TAKE_BACK, key, Map.of("prompt", Integer.toString(upTo), "all", "true"));
        }
    }

    /** Takes the last prompt out of the queue of a session that the run did not create, and cancels its turn after that. */
    void takeBackAndCancel(String key) {
        int prompts = marks(key).prompts();
        if (prompts > 0) {
            order(StepKind.TAKE_BACK, key, Map.of("prompt", Integer.toString(prompts)));
        } else {
            cancelTurn(key);
        }
    }

    @Override
    public void resumeSession(String key) {
        if (hasSession(key)) {
            order(StepKind.RESUME, key, Map.of());
        }
    }

    @Override
    public void closeSession(String key) {
        if (hasSession(key)) {
            order(StepKind.CLOSE, key, Map.of());
        }
    }

    @Override
    public void removeSession(String key) {
        if (hasSession(key)) {
            order(StepKind.REMOVE, key, Map.of());
        }
    }

    /** Allows a command for all members. @return false if too many are allowed */
    boolean allow(String command, DeviceId deviceId, String deviceName) {
        if (allowed.stream().noneMatch(each -> each.command().equals(command))) {
            if (allowed.size() >= MAX_ALLOWED) {
                return false;
            }
            allowed.add(new Allowed(command, deviceId, deviceName));
            showAllowed();
        }
        return true;
    }

    private void showAllowed() {
        fact(ALLOWED, String.join("\n", allowed.stream().map(Allowed::command).toList()));
    }

    /** Leaves an open question to a person, and those about the same command. @param reason shown with the run */
    void disallow(String key, String pendingId, HostText reason) {
        List<String> commands = observe(key).map(RunSessions.Observation::asked).orElse(List.of()).stream()
                .filter(asked -> asked.pendingId().value().equals(pendingId))
                .map(RunSessions.Asked::command)
                .toList();
        if (allowed.removeIf(each -> commands.contains(each.command()))) {
            showAllowed();
            note(reason);
        }
    }

    /** Answers the questions of a member about commands that are allowed. @return whether there were any */
    boolean answerAllowed(String key) {
        boolean any = false;
        for (RunSessions.Asked asked :
                observe(key).map(RunSessions.Observation::asked).orElse(List.of())) {
            Optional<Allowed> by = allowed.stream()
                    .filter(each -> each.command().equals(asked.command()))
                    .findFirst();
            String pendingId = asked.pendingId().value();
            boolean ordered = steps.stream()
                    .anyMatch(step -> step.kind() == StepKind.ANSWER
                            && step.member().equals(key)
                            && step.get("pending").equals(pendingId));
            if (by.isPresent() && !ordered) {
                any = true;
                order(
                        StepKind.ANSWER,
                        key,
                        Map.of(
                                "pending", pendingId,
                                "option", asked.option(),
                                "device", by.get().deviceId().value(),
                                "deviceName", by.get().deviceName()));
            }
        }
        return any;
    }

    /** Whether it has a session, or gets one by a step that was ordered. */
    private boolean hasSession(String key) {
        return member(key).sessionId() != null
                || steps.stream()
                        .anyMatch(step ->
                                step.kind() == StepKind.START && step.member().equals(key));
    }

    @Override
    public void startJob(
            String name, JobKind kind, List<String> arguments, Map<String, String> parameters, @Nullable String key) {
        Map<String, String> content = new HashMap<>();
        content.put("kind", kind.name());
        for (int i = 0; i < arguments.size(); i++) {
            content.put("argument " + i, arguments.get(i));
        }
        parameters.forEach((parameter, value) -> content.put("parameter " + parameter, value));
        SessionId session =
                key == null ? before.run().request().sessionId() : member(key).sessionId();
        if (session != null) {
            content.put("session", session.value());
        }
        order(StepKind.JOB, "", 0, name, content);
        jobs.put(name, RunIds.job(before.run().runId(), name));
    }

    @Override
    public Optional<Job> job(String name) {
        return surroundings.job(RunIds.job(before.run().runId(), name));
    }

    @Override
    public void cancelJob(String name) {
        if (jobs.containsKey(name)) {
            order(StepKind.CANCEL_JOB, "", 0, name, Map.of());
        }
    }

    @Override
    public void work(String name, JsonObject parameters) {
        steps.removeIf(step -> step.kind() == StepKind.WORK && step.name().equals(name));
        order(StepKind.WORK, "", 0, name, Map.of("parameters", StrictJson.write(parameters)));
    }

    @Override
    public void timer(String name, @Nullable Instant at) {
        if (at == null) {
            timers.remove(name);
        } else if (timers.size() < MAX_TIMERS || timers.containsKey(name)) {
            timers.put(name, at);
        } else {
            throw new IllegalStateException("a run has too many timers");
        }
    }

    // --- for the registry

    Marks marks(String key) {
        return marks.getOrDefault(key, Marks.NONE);
    }

    void marks(String key, Marks other) {
        marks.put(key, other);
    }

    void done(Step step) {
        steps.remove(step);
    }

    /** Drops the orders of a member, or all. @param member null for all @param except of these numbers */
    void dropSteps(@Nullable String member, List<Long> except) {
        steps.removeIf(step -> (member == null || step.member().equals(member)) && !except.contains(step.number()));
    }

    boolean hasSteps() {
        return !steps.isEmpty();
    }

    void jobOver(String name) {
        jobs.remove(name);
    }

    Map<String, JobId> jobs() {
        return Map.copyOf(jobs);
    }

    void dropTimers() {
        timers.clear();
    }

    void done(RequestId action) {
        actions.add(action);
        if (actions.size() > MAX_ACTIONS) {
            actions.remove(0);
        }
    }

    void sessionIs(String key, SessionId sessionId) {
        marks.put(key, marks(key).withSession(sessionId, false, 0));
        change(key, member -> member.withSession(sessionId));
    }
}

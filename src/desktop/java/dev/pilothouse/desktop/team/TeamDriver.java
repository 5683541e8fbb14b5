package dev.pilothouse.desktop.team;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.run.RunContext;
import dev.pilothouse.desktop.run.RunDriver;
import dev.pilothouse.desktop.run.RunOrder;
import dev.pilothouse.desktop.run.RunPlan;
import dev.pilothouse.desktop.run.RunRegistry;
import dev.pilothouse.desktop.run.RunSession;
import dev.pilothouse.desktop.run.RunSessions;
import dev.pilothouse.desktop.run.RunTurn;
import dev.pilothouse.desktop.run.RunWork;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.WorktreeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The runs of teams. The lead gives assignments, by the action {@value #ASSIGN} or by lines of its last message. An
 * assignment is in the journal of runs before its prompt is sent. When the lead has stopped and its workers have
 * finished, it gets their results; when there is nothing more to tell it, the run is over.
 *
 * <p>A worker's facts {@value #ASSIGNED} and {@value #FINISHED} count its assignments. Runs on the lane {@code runs}.
 */
public final class TeamDriver implements RunDriver {
    /** Gives a worker an assignment: {@code worker}, {@code text}, {@code key}. The same key again is the same one. */
    public static final String ASSIGN = "assign";

    /** Ends what a worker does: {@code worker}. It can get another assignment. */
    public static final String STOP_WORKER = "stopWorker";

    /** The lead has read the result of a worker: {@code worker}, {@code finished}. It is not told again. */
    static final String RESULT_READ = "resultRead";

    static final String ASSIGNED = "assigned";
    static final String FINISHED = "finished";
    private static final String RESULTS = "results";
    static final String FORM = "form";
    static final String TASK = "task";

    static final int MAX_TEXT = 16_000;
    static final int MAX_ASSIGNMENTS = 200;
    /** How often the host prompts the lead again. */
    static final int MAX_CONTINUATIONS = 20;
    /** How often in a row the lead continues after its process or the host has ended. */
    static final int MAX_ENDS = 5;

    private static final int MAX_SPEC = RunRegistry.MAX_STATE - 34_000;
    private static final int MAX_RESULTS = 40_000;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Path dataFolder;
    private final Predicate<AgentId> knows;
    private final RunSessions sessions;

    /** @param knows whether the host has an agent */
    public TeamDriver(Path dataFolder, Predicate<AgentId> knows, RunSessions sessions) {
        this.dataFolder = dataFolder;
        this.knows = knows;
        this.sessions = sessions;
    }

    @Override
    public RunPlan plan(RunOrder order) throws RefusedException, IOException {
        TeamSpec spec = TeamSpec.read(order.parameters(), TeamPreset.read(dataFolder), knows);
        List<RunMember> members = new ArrayList<>();
        members.add(RunMember.planned(
                TeamSpec.LEAD,
                RunRole.LEAD,
                spec.lead().agentId(),
                spec.lead().model(),
                order.request().at()));
        for (TeamSpec.MemberSpec worker : spec.workers()) {
            members.add(RunMember.planned(
                    worker.name(),
                    RunRole.WORKER,
                    worker.agentId(),
                    worker.model(),
                    order.request().at()));
        }
        JsonObject state = spec.toState();
        state.addProperty("leadMode", spec.lead().mode());
        state.addProperty("leadWorktree", spec.lead().ownWorktree());
        state.addProperty("first", TeamText.forLead(spec));
        if (state.toString().length() > MAX_SPEC) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEAM_TOO_LONG, MAX_SPEC));
        }
        return new RunPlan(
                spec.title(),
                spec.directory(),
                null,
                members,
                Map.of(TASK, TextCutter.excerpt(spec.task(), 1_000), FORM, spec.textForm() ? "text" : "mcp"),
                state);
    }

    @Override
    public void started(RunContext run) {
        JsonObject state = run.state();
        JsonFields fields = new JsonFields(state);
        run.startSession(
                TeamSpec.LEAD,
                session(run, TeamSpec.LEAD, fields.text("leadMode").orElse(""), fields.flag("leadWorktree")));
        String first = fields.text("first").orElse("");
        state.remove("first");
        run.state(state);
        promptLead(run, first);
    }

    private static RunSession session(RunContext run, String name, String mode, boolean ownWorktree) {
        String branch = "team/" + shortId(run.run()) + "/" + name;
        return new RunSession(
                new JsonFields(run.state()).text("directory").orElse(""),
                mode.isEmpty() ? null : mode,
                run.run().title() + " · " + name,
                ownWorktree ? new WorktreeRequest(branch, "") : null);
    }

    /** A part of the id that is fit for the name of a branch. */
    private static String shortId(Run run) {
        String plain = run.runId().value().replaceAll("[^A-Za-z0-9]", "");
        return plain.substring(Math.max(0, plain.length() - 12));
    }

    private static void promptLead(RunContext run, String text) {
        int number = run.prompt(TeamSpec.LEAD, text);
        run.memberFact(TeamSpec.LEAD, ASSIGNED, String.valueOf(number));
    }

    // --- assignments

    @Override
    public void action(RunContext run, String action, JsonObject parameters) throws RefusedException {
        JsonFields fields = new JsonFields(parameters);
        String worker = fields.text("worker").orElse("");
        switch (action) {
            case ASSIGN ->
                assign(
                        run,
                        worker,
                        fields.text("text").orElse(""),
                        fields.text("key").orElse(""));
            case STOP_WORKER -> stopWorker(run, worker);
            case RESULT_READ -> {
                worker(run, worker);
                reported(run, worker, fields.number("finished").orElse(0));
            }
            default -> throw refused(HostText.of(HostTextCode.RUN_ACTION_UNKNOWN, action));
        }
    }

    private static RunMember worker(RunContext run, String name) throws RefusedException {
        return run.run()
                .member(name)
                .filter(member -> member.role() == RunRole.WORKER)
                .orElseThrow(() -> refused(HostText.of(HostTextCode.TEAM_WORKER_UNKNOWN, TextCutter.line(name, 40))));
    }

    private static void stopWorker(RunContext run, String name) throws RefusedException {
        RunMember worker = worker(run, name);
        run.takeBack(name);
        run.closeSession(name);
        if (!worker.state().isOver()) {
            run.memberState(name, RunMemberState.STOPPED, HostText.of(HostTextCode.TEAM_STOPPED_BY_LEAD));
        }
        closeAssignments(run, worker);
    }

    private static RefusedException refused(HostText sentence) {
        return new RefusedException(ErrorCode.BAD_REQUEST, sentence);
    }

    private static void assign(RunContext run, String name, String text, String key) throws RefusedException {
        RunMember worker = worker(run, name);
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw refused(HostText.of(HostTextCode.TEAM_TEXT_LENGTH, MAX_TEXT));
        }
        if (!KEY.matcher(key).matches()) {
            throw refused(HostText.of(HostTextCode.TEAM_KEY_WRONG));
        }
        JsonObject state = run.state();
        JsonObject keys = state.getAsJsonObject("keys");
        String same = name + " " + Integer.toHexString(text.hashCode()) + " " + text.length();
        JsonElement known = keys.get(key);
        if (known != null) {
            if (!known.getAsString().equals(same)) {
                throw refused(HostText.of(HostTextCode.TEAM_KEY_USED, key));
            }
            return;
        }
        if (keys.size() >= MAX_ASSIGNMENTS) {
            throw refused(HostText.of(HostTextCode.TEAM_ASSIGNMENTS_FULL, MAX_ASSIGNMENTS));
        }
        if (!worker.fact("stopped").isEmpty()) {
            throw refused(HostText.of(HostTextCode.TEAM_WORKER_STOPPED, name));
        }
        if (isBudgetUsed(run)) {
            throw refused(HostText.of(HostTextCode.TEAM_BUDGET_USED));
        }
        keys.addProperty(key, same);
        run.state(state);
        JsonFields wish = new JsonFields(state)
                .objects("workers").stream()
                        .filter(each -> each.text("name").orElse("").equals(name))
                        .findFirst()
                        .orElseThrow();
        boolean fresh = worker.sessionId() == null && worker.state() != RunMemberState.STARTING;
        if (fresh) {
            run.startSession(name, session(run, name, wish.text("mode").orElse(""), wish.flag("ownWorktree")));
        }
        boolean first = number(worker, ASSIGNED) == 0;
        int number = run.prompt(
                name, first ? TeamText.forWorker(wish.text("instructions").orElse(""), text) : text);
        run.memberFact(name, ASSIGNED, String.valueOf(number));
        run.memberFact(name, TASK, TextCutter.line(text, 300));
        run.note(HostText.of(HostTextCode.TEAM_ASSIGNED, name, TextCutter.line(text, 200)));
    }

    private static boolean isBudgetUsed(RunContext run) {
        JsonFields state = new JsonFields(run.state());
        long limit = state.number("tokens").orElse(0);
        UsageReport.Total spend = run.run().spend();
        double money = state.decimal("cost").orElse(0);
        String currency = state.text("currency").orElse("");
        return limit > 0 && spend.tokens().total() >= limit
                || money > 0
                        && spend.costs().stream()
                                        .filter(cost -> cost.currency().equals(currency))
                                        .mapToDouble(UsageReport.Cost::amount)
                                        .sum()
                                >= money;
    }

    static int number(RunMember member, String fact) {
        String text = member.fact(fact);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    /** Whether a member has an assignment whose end is not known. */
    static boolean isOpen(RunMember member) {
        return number(member, ASSIGNED) > number(member, FINISHED);
    }

    // --- events

    @Override
    public void turnEnded(RunContext run, RunMember member, RunTurn turn) {
        if (turn.prompt() > number(member, FINISHED)) {
            run.memberFact(member.key(), FINISHED, String.valueOf(turn.prompt()));
        }
        if (member.role() == RunRole.LEAD) {
            leadStopped(run, turn);
        } else {
            proceed(run);
        }
    }

    private static void leadStopped(RunContext run, RunTurn turn) {
        if (turn.reason() == StopReason.INTERRUPTED) {
            // The host or the agent has ended. What the lead has assigned goes on.
            if (mayContinueAfterEnd(run)) {
                continueLead(
                        run,
                        "Your turn was interrupted, because your process or the host ended. Continue.\n\n"
                                + overview(run));
            } else {
                waitForPerson(run, turn.sentence());
            }
            return;
        }
        JsonObject state = run.state();
        state.remove("ends");
        run.state(state);
        if (turn.reason() == StopReason.FAILED
                || turn.reason() == StopReason.CANCELLED
                || turn.reason() == StopReason.REFUSAL) {
            waitForPerson(run, turn.sentence());
            return;
        }
        run.runState(RunState.RUNNING, HostText.NONE);
        if (new JsonFields(state).flag("textForm")) {
            List<HostText> faults = assignLines(run, turn);
            if (!faults.isEmpty()) {
                run.note(faults.get(0));
            }
        }
        proceed(run);
    }

    /** Counts the ends of the lead's process, or of the host, since a turn ended well. */
    private static boolean mayContinueAfterEnd(RunContext run) {
        JsonObject state = run.state();
        int before = (int) new JsonFields(state).number("ends").orElse(0);
        state.addProperty("ends", before + 1);
        run.state(state);
        return before < MAX_ENDS;
    }

    private static List<HostText> assignLines(RunContext run, RunTurn turn) {
        List<HostText> faults = new ArrayList<>();
        int index = 0;
        for (TeamText.Line line : TeamText.lines(turn.message())) {
            index++;
            try {
                assign(run, line.worker(), line.task(), "line-" + turn.turnId().started() + "-" + index);
            } catch (RefusedException e) {
                faults.add(e.sentence());
            }
        }
        return faults;
    }

    private static void waitForPerson(RunContext run, HostText reason) {
        run.runState(
                RunState.WAITING_FOR_YOU,
                HostText.of(HostTextCode.TEAM_LEAD_STOPPED).then(reason));
    }

    @Override
    public void refused(RunContext run, RunMember member, HostText reason) {
        closeAssignments(run, member);
        if (member.role() == RunRole.LEAD) {
            run.settle(RunStopReason.FAILED, reason);
        } else {
            proceed(run);
        }
    }

    @Override
    public void sessionEnded(RunContext run, RunMember member, HostText reason) {
        if (member.role() == RunRole.LEAD) {
            if (isOpen(member) && member.state() != RunMemberState.UNKNOWN && mayContinueAfterEnd(run)) {
                // Its next prompt waits in the session.
                run.resumeSession(TeamSpec.LEAD);
            } else {
                closeAssignments(run, member);
                waitForPerson(run, reason);
            }
        } else {
            closeAssignments(run, member);
            proceed(run);
        }
    }

    @Override
    public void memberStopped(RunContext run, RunMember member) {
        closeAssignments(run, member);
        if (member.role() == RunRole.LEAD) {
            waitForPerson(run, HostText.NONE);
        } else {
            run.memberFact(member.key(), "stopped", "true");
            proceed(run);
        }
    }

    private static void closeAssignments(RunContext run, RunMember member) {
        run.memberFact(member.key(), FINISHED, String.valueOf(number(member, ASSIGNED)));
    }

    /** Starts the agents again whose prompts the host had passed to their sessions, and which have not begun. */
    @Override
    public void hostStarted(RunContext run) {
        for (RunMember member : run.run().members()) {
            if (isOpen(member) && member.sessionId() != null) {
                run.resumeSession(member.key());
            }
        }
        proceed(run);
    }

    /** Prompts the lead, or ends the run, if nothing else is going on. */
    private static void proceed(RunContext run) {
        Run now = run.run();
        boolean busy = now.members().stream().anyMatch(TeamDriver::isOpen);
        boolean leadWorks = run.member(TeamSpec.LEAD).state() == RunMemberState.WORKING
                || run.member(TeamSpec.LEAD).state() == RunMemberState.WAITING;
        if (now.state() != RunState.RUNNING || busy || leadWorks) {
            return;
        }
        List<String> fresh = fresh(run);
        if (fresh.isEmpty()) {
            run.settle(
                    isBudgetUsed(run) ? RunStopReason.BUDGET : RunStopReason.COMPLETED,
                    HostText.of(HostTextCode.TEAM_COMPLETED));
        } else if (isBudgetUsed(run)) {
            run.settle(RunStopReason.BUDGET, HostText.of(HostTextCode.TEAM_BUDGET_USED));
        } else {
            run.work(RESULTS, new JsonObject());
        }
    }

    // --- results

    @Override
    public JsonObject work(RunWork work) {
        JsonObject messages = new JsonObject();
        for (RunMember member : work.run().members()) {
            if (member.role() == RunRole.WORKER && number(member, FINISHED) > 0) {
                messages.addProperty(
                        member.key(), TextCutter.tail(lastMessage(sessions, member), TeamText.MAX_LISTED_MESSAGE));
            }
        }
        return messages;
    }

    /** The last message of a member's last turn that has ended. May read the disk. */
    static String lastMessage(RunSessions sessions, RunMember member) {
        if (member.sessionId() == null) {
            return "";
        }
        List<RunSessions.EndedTurn> turns = sessions.endedTurns(member.sessionId(), null);
        return turns.isEmpty() ? "" : turns.get(turns.size() - 1).message();
    }

    @Override
    public void workDone(RunContext run, String name, JsonObject result) {
        if (run.run().state() != RunState.RUNNING
                || run.run().members().stream().anyMatch(TeamDriver::isOpen)) {
            // Something else has begun meanwhile; its end asks again.
            return;
        }
        StringBuilder text = new StringBuilder("Your workers have finished.");
        for (String key : fresh(run)) {
            if (text.length() < MAX_RESULTS) {
                text.append("\n\n")
                        .append(TeamText.asData(
                                run.member(key),
                                new JsonFields(result).text(key).orElse(""),
                                TeamText.MAX_LISTED_MESSAGE));
            }
        }
        for (String key : fresh(run)) {
            reported(run, key, number(run.member(key), FINISHED));
        }
        continueLead(run, text.toString());
    }

    @Override
    public void workFailed(RunContext run, String name, HostText reason) {
        waitForPerson(run, reason);
    }

    /** The workers with results that the lead has not had. */
    private static List<String> fresh(RunContext run) {
        JsonFields had =
                new JsonFields(run.state()).object("reported").orElseGet(() -> new JsonFields(new JsonObject()));
        return run.run().members().stream()
                .filter(member -> member.role() == RunRole.WORKER)
                .filter(member ->
                        number(member, FINISHED) > had.number(member.key()).orElse(0))
                .map(RunMember::key)
                .toList();
    }

    private static void continueLead(RunContext run, String text) {
        JsonObject state = run.state();
        int before = (int) new JsonFields(state).number("continuations").orElse(0);
        if (before >= MAX_CONTINUATIONS) {
            run.settle(RunStopReason.CONTINUATIONS, HostText.of(HostTextCode.TEAM_CONTINUATIONS, MAX_CONTINUATIONS));
            return;
        }
        state.addProperty("continuations", before + 1);
        run.state(state);
        promptLead(run, text);
    }

    private static void reported(RunContext run, String worker, long finished) {
        JsonObject state = run.state();
        if (!(state.get("reported") instanceof JsonObject)) {
            state.add("reported", new JsonObject());
        }
        state.getAsJsonObject("reported").addProperty(worker, finished);
        run.state(state);
    }

    private static String overview(RunContext run) {
        StringBuilder text = new StringBuilder("Workers now:");
        for (RunMember member : run.run().members()) {
            if (member.role() == RunRole.WORKER) {
                text.append("\n- ")
                        .append(member.key())
                        .append(": ")
                        .append(number(member, FINISHED))
                        .append(" of ")
                        .append(number(member, ASSIGNED))
                        .append(" assignments finished");
            }
        }
        return text.toString();
    }
}

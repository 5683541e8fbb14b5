package dev.pilothouse.desktop.team;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.mcp.McpArgument;
import dev.pilothouse.desktop.mcp.McpResult;
import dev.pilothouse.desktop.mcp.McpTool;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.run.RunRegistry;
import dev.pilothouse.desktop.run.RunSessions;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.WireEnum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The tools of the lead of one run. A call changes the run by an action, which is in the journal before the tool
 * answers. Owns the calls that wait. Any thread.
 */
final class TeamActions {
    private static final int USUAL_WAIT_SECONDS = 60;
    private static final int MAX_WAIT_SECONDS = 3_600;
    private static final int MAX_WAITS = 8;
    private static final String OVER = "The run of this team is over.";

    private static final McpArgument WORKER = McpArgument.text("worker", 32, "The name of a worker.");
    private static final McpArgument TEXT =
            McpArgument.text("text", TeamDriver.MAX_TEXT, "The task, with all that the worker has to know.");
    private static final McpArgument KEY = McpArgument.text(
            "key",
            64,
            "Your own name for the assignment: letters, digits, dots, dashes. The same key is the same one.");

    private final RunRegistry runs;
    private final RunSessions sessions;
    private final RunId runId;
    private final Executor readers;
    private final Deadlines deadlines;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    /** A call that waits. @param any whether one worker is enough */
    private record Wait(List<String> workers, boolean any, CompletableFuture<McpResult> result) {}

    /** @param readers run reads of transcripts, and refuse them when they are busy */
    TeamActions(RunRegistry runs, RunSessions sessions, RunId runId, Executor readers, Deadlines deadlines) {
        this.runs = runs;
        this.sessions = sessions;
        this.runId = runId;
        this.readers = readers;
        this.deadlines = deadlines;
    }

    List<McpTool> tools() {
        return List.of(
                new McpTool(
                        "list_members",
                        "List members",
                        "Lists the lead and the workers: agent, state, since when, and how many assignments were given"
                                + " and have finished. States come from evidence: dispatched (on its way), accepted (the"
                                + " session has it), working, waiting (for a person), done, failed, stopped, unknown.",
                        true,
                        List.of(),
                        arguments -> answer(run().map(TeamActions::members).map(McpResult::of))),
                new McpTool(
                        "start_worker",
                        "Start a worker",
                        "Gives a worker its first task. Returns when the assignment is recorded, before it is done.",
                        false,
                        List.of(WORKER, TEXT, KEY),
                        this::assign),
                new McpTool(
                        "send_to_worker",
                        "Send to a worker",
                        "Gives a worker another task in the same session. It waits behind the one that runs.",
                        false,
                        List.of(WORKER, TEXT, KEY),
                        this::assign),
                new McpTool(
                        "wait_for_workers",
                        "Wait for workers",
                        "Waits until workers have finished their assignments, or wait for a person, and at most for the"
                                + " given time. Returns the members as list_members does, and whether the time ran out.",
                        true,
                        List.of(
                                McpArgument.optionalText("worker", 32, "Only this worker; all if absent."),
                                McpArgument.flag("any", "Return when one of them has finished."),
                                McpArgument.number(
                                        "seconds",
                                        1,
                                        MAX_WAIT_SECONDS,
                                        "The time limit, " + USUAL_WAIT_SECONDS + " if absent.")),
                        this::await),
                new McpTool(
                        "read_result",
                        "Read a result",
                        "Returns the last message of a worker's last finished turn. It is data from the worker, cut to"
                                + " its last " + TeamText.MAX_MESSAGE + " characters.",
                        true,
                        List.of(WORKER),
                        this::read),
                new McpTool(
                        "stop_worker",
                        "Stop a worker",
                        "Ends a worker's turn and its agent. Its session stays, and it can get another assignment."
                                + " Assignments that wait behind that turn stay too, and run before the next one.",
                        false,
                        List.of(WORKER),
                        arguments -> act(TeamDriver.STOP_WORKER, arguments)));
    }

    private static CompletableFuture<McpResult> answer(Optional<McpResult> result) {
        return CompletableFuture.completedFuture(result.orElseGet(() -> McpResult.failed(OVER)));
    }

    /** Empty if the run is over: what its sessions do then is no business of the lead. */
    private Optional<Run> run() {
        return runs.all().stream()
                .filter(run -> run.runId().equals(runId) && !run.state().isOver())
                .findFirst();
    }

    private CompletableFuture<McpResult> assign(JsonFields arguments) {
        return act(TeamDriver.ASSIGN, arguments);
    }

    private CompletableFuture<McpResult> act(String action, JsonFields arguments) {
        Optional<Run> run = run();
        if (run.isEmpty()) {
            return answer(Optional.empty());
        }
        CompletableFuture<McpResult> result = new CompletableFuture<>();
        runs.act(
                new ClientMessage.ActOnRun(
                        new RequestId("team-" + UUID.randomUUID()),
                        runId,
                        action,
                        arguments.json().toString()),
                run.get().request(),
                reply -> result.complete(
                        reply instanceof HostMessage.Failure failure
                                ? McpResult.failed(failure.sentence().text())
                                : acted(arguments)));
        return result;
    }

    private McpResult acted(JsonFields arguments) {
        JsonObject json = run().flatMap(
                        run -> run.member(arguments.text("worker").orElse("")))
                .map(TeamActions::json)
                .orElseGet(JsonObject::new);
        arguments.text("key").ifPresent(key -> json.addProperty("assignment", key));
        return McpResult.of(json);
    }

    private CompletableFuture<McpResult> await(JsonFields arguments) {
        Optional<String> one = arguments.text("worker");
        Optional<Run> run = run();
        if (run.isEmpty() || one.isPresent() && run.get().member(one.get()).isEmpty()) {
            return CompletableFuture.completedFuture(McpResult.failed("There is no such worker."));
        }
        List<String> workers = run.get().members().stream()
                .filter(member -> member.role() == RunRole.WORKER)
                .map(RunMember::key)
                .filter(key -> one.isEmpty() || one.get().equals(key))
                .toList();
        if (waits.size() >= MAX_WAITS) {
            return CompletableFuture.completedFuture(
                    McpResult.failed(MAX_WAITS + " calls wait already. Let one of them end."));
        }
        Wait wait = new Wait(workers, arguments.flag("any"), new CompletableFuture<>());
        waits.add(wait);
        Duration limit = Duration.ofSeconds(arguments.number("seconds").orElse(USUAL_WAIT_SECONDS));
        Runnable callOff = deadlines.after(limit, () -> run().ifPresent(now -> complete(wait, now, true)));
        CompletableFuture<Void> unused = wait.result().handle((value, failure) -> {
            waits.remove(wait);
            callOff.run();
            return null;
        });
        runsChanged();
        return wait.result();
    }

    /** Completes the calls whose workers have finished. Any thread; does not block. */
    void runsChanged() {
        if (waits.isEmpty()) {
            return;
        }
        Optional<Run> run = run();
        for (Wait wait : waits) {
            if (run.isEmpty()) {
                wait.result().complete(McpResult.failed(OVER));
            } else if (isMet(wait, run.get())) {
                complete(wait, run.get(), false);
            }
        }
    }

    private static boolean isMet(Wait wait, Run run) {
        List<RunMember> open = new ArrayList<>();
        boolean asks = false;
        for (String key : wait.workers()) {
            Optional<RunMember> member = run.member(key);
            if (member.filter(TeamDriver::isOpen).isPresent()) {
                open.add(member.get());
                asks = asks || member.get().state() == RunMemberState.WAITING;
            }
        }
        boolean oneFinished = open.size() < wait.workers().size();
        return open.isEmpty() || asks || run.state().isOver() || wait.any() && oneFinished;
    }

    private static void complete(Wait wait, Run run, boolean late) {
        JsonObject json = members(run);
        json.addProperty("timeLimit", late);
        wait.result().complete(McpResult.of(json));
    }

    private CompletableFuture<McpResult> read(JsonFields arguments) {
        Optional<RunMember> worker = run().flatMap(
                        run -> run.member(arguments.text("worker").orElse("")))
                .filter(member -> member.role() == RunRole.WORKER);
        if (worker.isEmpty()) {
            return CompletableFuture.completedFuture(McpResult.failed("There is no such worker."));
        }
        CompletableFuture<McpResult> result = new CompletableFuture<>();
        try {
            readers.execute(() -> {
                McpResult text = new McpResult(
                        TeamText.asData(
                                worker.get(), TeamDriver.lastMessage(sessions, worker.get()), TeamText.MAX_MESSAGE),
                        false);
                JsonObject read = new JsonObject();
                read.addProperty("worker", worker.get().key());
                read.addProperty("finished", TeamDriver.number(worker.get(), TeamDriver.FINISHED));
                CompletableFuture<Void> unused =
                        act(TeamDriver.RESULT_READ, new JsonFields(read)).thenAccept(recorded -> result.complete(text));
            });
        } catch (RejectedExecutionException busy) {
            result.complete(McpResult.failed("The host reads too many results. Try again in a moment."));
        }
        return result;
    }

    private static JsonObject members(Run run) {
        JsonArray members = new JsonArray();
        run.members().forEach(member -> members.add(json(member)));
        JsonObject json = new JsonObject();
        json.addProperty("run", WireEnum.toWire(run.state()));
        json.add("members", members);
        return json;
    }

    private static JsonObject json(RunMember member) {
        JsonObject json = new JsonObject();
        json.addProperty("name", member.key());
        json.addProperty("role", WireEnum.toWire(member.role()));
        json.addProperty("agent", member.agentId().value());
        json.addProperty("state", WireEnum.toWire(member.state()));
        json.addProperty("since", member.since().toString());
        json.addProperty("assigned", TeamDriver.number(member, TeamDriver.ASSIGNED));
        json.addProperty("finished", TeamDriver.number(member, TeamDriver.FINISHED));
        if (!member.sentence().isEmpty()) {
            json.addProperty("remark", TextCutter.line(member.sentence().text(), 300));
        }
        return json;
    }
}

package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.GoalLimits;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.protocol.GoalCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.WireEnum;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Starts, lists and changes goals. */
@Command(
        name = "goal",
        description = {
            "Lets a session work until a check of the host passes, or one of its limits stops it.",
            "  goal start SESSION TEXT [--check COMMAND]... [--reviewer AGENT] [limits]",
            "  goal list | pause GOAL | resume GOAL | stop GOAL | met GOAL",
            "  goal continue GOAL [TEXT]: not met yet (where there is no check)",
            "  goal raise GOAL [limits]: sets limits, and goes on if one of them had stopped it",
            "  goal edit GOAL TEXT [--check COMMAND]... [--reviewer AGENT]",
            "GOAL is the id of a goal, or of its session. Limits that are not named: 10 continuations, 120 minutes, "
                    + "2000000 tokens."
        })
final class GoalCommand implements Callable<Integer> {

    private static final class Actions extends ActionArgument {
        Actions() {
            super("start", "list", "pause", "resume", "raise", "edit", "met", "continue", "stop");
        }
    }

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(
            index = "0",
            paramLabel = "ACTION",
            completionCandidates = Actions.class,
            description = "start, list, pause, resume, raise, edit, met, continue or stop.")
    private String action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The session or the goal.")
    private @Nullable String id;

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "TEXT", description = "The text; - reads it from stdin.")
    private List<String> words = List.of();

    @Option(
            names = "--check",
            paramLabel = "COMMAND",
            description = "A line for the shell of the host, run after each turn; repeat it for several.")
    private List<String> checks = List.of();

    @Option(names = "--repository-check", description = "The check that .pilothouse.json names.")
    private boolean repositoryCheck;

    @Option(
            names = "--reviewer",
            paramLabel = "AGENT",
            description = "An agent that judges the goal when the check has passed, or instead of one.")
    private String reviewer = "";

    @Option(names = "--reviewer-model", paramLabel = "MODEL", description = "The model of the reviewer.")
    private String reviewerModel = "";

    @Option(names = "--check-minutes", paramLabel = "N", description = "The time limit of the check; otherwise 10.")
    private int checkMinutes;

    @Option(names = "--continuations", paramLabel = "N", description = "Prompts after the first.")
    private int continuations;

    @Option(names = "--minutes", paramLabel = "N", description = "Working time.")
    private int minutes;

    @Option(names = "--budget", paramLabel = "AMOUNT", description = "What its turns may use.")
    private double budget;

    @Option(names = "--unit", paramLabel = "UNIT", description = "tokens (default), or a currency such as USD.")
    private String unit = Budget.TOKENS;

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            switch (action) {
                case "start" -> {
                    SessionId session = host.session(required());
                    RunId started =
                            host.value(host.client().host().startRun(RunKind.GOAL, GoalCodec.start(session, order())));
                    ctl.done("runId", started.value(), "Started the goal " + started + ".");
                }
                case "list" -> print(goals(host));
                case "pause", "resume", "met", "stop" -> act(host, action, new JsonObject());
                case "raise" -> act(host, action, GoalCodec.LIMITS.encode(limits()));
                case "edit" -> act(host, action, GoalCodec.ORDER.encode(order()));
                case "continue" -> {
                    JsonObject parameters = new JsonObject();
                    parameters.addProperty("text", text());
                    act(host, action, parameters);
                }
                default -> throw CommandFailure.usage("There is no action " + action + ". See 'ctl goal --help'.");
            }
            return 0;
        }
    }

    private String required() throws CommandFailure {
        if (id == null) {
            throw CommandFailure.usage("Which one? 'pilothouse ctl goal list' lists the goals.");
        }
        return id;
    }

    private String text() throws CommandFailure {
        String text = String.join(" ", words);
        return text.equals("-") ? ctl.terminal().textOf(text) : text;
    }

    private GoalLimits limits() {
        return new GoalLimits(continuations, minutes, budget, budget > 0 ? unit : "");
    }

    private GoalOrder order() throws CommandFailure {
        return new GoalOrder(text(), checks, repositoryCheck, checkMinutes, reviewer, reviewerModel, limits());
    }

    private static List<Run> goals(HostConnection host) throws CommandFailure {
        return host.value(host.client().host().runs()).stream()
                .filter(run -> run.kind() == RunKind.GOAL)
                .toList();
    }

    private void act(HostConnection host, String what, JsonObject parameters) throws CommandFailure {
        String wanted = required();
        Run goal = goals(host).stream()
                .filter(run -> run.runId().value().equals(wanted) || isOf(run, wanted))
                .findFirst()
                .orElseThrow(() -> CommandFailure.of(ErrorCode.NO_SUCH_RUN, "There is no goal " + wanted + "."));
        host.value(host.client().host().actOnRun(goal.runId(), what, StrictJson.write(parameters)));
        ctl.done("runId", goal.runId().value(), "Done.");
    }

    private static boolean isOf(Run run, String session) {
        SessionId sessionId = run.request().sessionId();
        return sessionId != null && sessionId.value().equals(session);
    }

    private void print(List<Run> goals) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            goals.forEach(goal -> array.add(CostJson.run(goal)));
            ctl.terminal().json(array);
            return;
        }
        if (goals.isEmpty()) {
            ctl.terminal().note("There are no goals.");
            return;
        }
        Table table = new Table("GOAL", "SESSION", "STATE", "ROUND", "CHECK", "SPENT", "TEXT", "ABOUT");
        for (Run goal : goals) {
            RunStopReason reason = goal.status().stopReason();
            table.row(
                    goal.runId().value(),
                    String.valueOf(goal.request().sessionId()),
                    WireEnum.toWire(reason == null ? goal.state() : reason),
                    goal.fact("round") + "/" + goal.fact("rounds"),
                    WireEnum.toWire(goal.members().get(0).check()),
                    spent(goal),
                    goal.title(),
                    (goal.fact("unattended").isEmpty() ? "" : "Acts without asking: " + goal.fact("unattended") + ". ")
                            + goal.status().sentence().text());
        }
        table.print(ctl.terminal());
    }

    private static String spent(Run goal) {
        UsageReport.Total spend = goal.spend();
        GoalLimits limits = new GoalLimits(0, 0, 0, goal.fact("unit"));
        return String.format(
                Locale.ROOT,
                goal.fact("unit").equals(Budget.TOKENS) ? "%s%.0f %s" : "%s%.2f %s",
                spend.uncounted() > 0 ? "at least " : "",
                limits.used(spend),
                goal.fact("unit"));
    }
}

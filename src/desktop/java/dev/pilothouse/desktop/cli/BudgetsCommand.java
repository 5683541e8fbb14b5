package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import dev.pilothouse.model.Budget;
import dev.pilothouse.protocol.BudgetCodec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the budgets of the host, sets one, or deletes one. */
@Command(
        name = "budgets",
        description = {
            "Lists the budgets of the host. If one is used up, no new turn starts, and its session asks to raise it.",
            "With --limit: sets a budget for all sessions, for a project, a session or a run. It replaces one with the same",
            "period and unit."
        })
final class BudgetsCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Option(names = "--limit", paramLabel = "N", description = "The limit, such as 20 or 500000.")
    private @Nullable Double limit;

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            defaultValue = "USD",
            description = "A currency of three letters, or 'tokens' (default: USD).")
    private String unit;

    @Option(
            names = "--per",
            paramLabel = "PERIOD",
            defaultValue = "day",
            description = "day, week, month or total (default: day).")
    private String period;

    @Option(names = "--project", paramLabel = "DIR", description = "The project's directory, as 'usage' lists it.")
    private @Nullable String project;

    @Option(names = "--session", paramLabel = "SESSION", description = SessionArgument.HELP)
    private @Nullable String session;

    @Option(names = "--run", paramLabel = "RUN", description = "The run's id.")
    private @Nullable String run;

    @Option(
            names = "--cancel",
            description = "Cancel running turns when it is used up; otherwise they end by themselves.")
    private boolean cancels;

    @Option(names = "--delete", paramLabel = "ID", description = "Deletes this budget.")
    private @Nullable String deleted;

    @Override
    public Integer call() throws CommandFailure {
        if (Stream.of(project, session, run).filter(Objects::nonNull).count() > 1) {
            throw CommandFailure.usage("Say --project, --session or --run.");
        }
        if (limit != null && (!Double.isFinite(limit) || limit <= 0 || deleted != null)) {
            throw CommandFailure.usage("--limit must be a number greater than 0, and not together with --delete.");
        }
        if (limit != null && unit.equals(Budget.TOKENS) && limit < 1) {
            throw CommandFailure.usage("--limit must be at least 1 with --unit tokens.");
        }
        if (limit == null && (project != null || session != null || run != null || cancels)) {
            throw CommandFailure.usage("--project, --session, --run and --cancel need --limit.");
        }
        try (HostConnection host = ctl.connect()) {
            if (deleted != null) {
                String gone = deleted;
                Budget known = host.value(host.client().host().budgets()).stream()
                        .filter(each -> each.id().equals(gone))
                        .findFirst()
                        .orElseThrow(() -> new CommandFailure(
                                CommandFailure.NO_SUCH_THING, "noSuchBudget", "There is no budget " + gone + "."));
                host.value(host.client().host().setBudget(known.withLimit(0)));
            } else if (limit != null) {
                host.value(host.client()
                        .host()
                        .setBudget(budget(
                                limit,
                                session == null ? "" : host.session(session).value())));
            }
            print(host.value(host.client().host().budgets()));
            return 0;
        }
    }

    private Budget budget(double most, String sessionId) throws CommandFailure {
        String key = project != null ? project : session != null ? sessionId : run != null ? run : "";
        Budget.Subject subject = project != null
                ? Budget.Subject.PROJECT
                : session != null ? Budget.Subject.SESSION : run != null ? Budget.Subject.RUN : Budget.Subject.HOST;
        try {
            return Budget.of(subject, key, Budget.Period.valueOf(period.toUpperCase(Locale.ROOT)), unit, most)
                    .withCancels(cancels);
        } catch (IllegalArgumentException unknown) {
            throw CommandFailure.usage("--per must be day, week, month or total.");
        }
    }

    private void print(List<Budget> budgets) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (Budget budget : budgets) {
                array.add(BudgetCodec.BUDGET.encode(budget));
            }
            ctl.terminal().json(array);
            return;
        }
        if (budgets.isEmpty()) {
            ctl.terminal().note("There are no budgets.");
            return;
        }
        Table table = new Table("BUDGET", "FOR", "PER", "USED", "LIMIT", "UNIT", "THEN");
        for (Budget budget : budgets) {
            boolean tokens = budget.unit().equals(Budget.TOKENS);
            String format = tokens ? "%.0f" : "%.2f";
            table.row(
                    budget.id(),
                    budget.subject() == Budget.Subject.HOST ? "all sessions" : budget.key(),
                    budget.period().name().toLowerCase(Locale.ROOT),
                    String.format(Locale.ROOT, format, budget.used()),
                    String.format(Locale.ROOT, format, budget.limit()),
                    budget.unit(),
                    budget.cancels() ? "cancel turns" : "start none");
        }
        table.print(ctl.terminal());
    }
}

package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.CsvText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints what the turns of the last days have used. */
@Command(
        name = "usage",
        description = {
            "Shows the tokens and the cost of the last days, of all sessions, also of deleted ones.",
            "A sum begins with 'at least' if an agent has not reported something. An estimated cost is marked with ~."
        })
final class UsageCommand implements Callable<Integer> {
    private static final int MAX_DAYS = 400;

    @ParentCommand
    private CtlCommand ctl;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "7",
            description = "The number of days, with today (default: 7).")
    private int days;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "project",
            description = "project, agent, model, session, run or day (default: project).")
    private String by;

    @Option(names = "--csv", description = "Prints comma-separated values.")
    private boolean csv;

    private final Map<String, String> names = new HashMap<>();

    @Override
    public Integer call() throws CommandFailure {
        if (days < 1 || days > MAX_DAYS) {
            throw CommandFailure.usage("--days must be 1 to " + MAX_DAYS + '.');
        }
        boolean daily = by.equals("day");
        UsageGrouping grouping = daily ? UsageGrouping.PROJECT : grouping();
        ZoneId zone = ZoneId.systemDefault();
        LocalDate today = LocalDate.now(zone);
        UsageReport report;
        try (HostConnection host = ctl.connect()) {
            host.view()
                    .sessions()
                    .forEach(session -> names.put(session.sessionId().value(), session.name()));
            host.view().runs().forEach(run -> names.put(run.runId().value(), run.title()));
            report = host.value(host.client().host().usage(today.minusDays(days - 1L), today, zone, grouping));
        }
        HostText problem = report.problem();
        if (problem != null) {
            ctl.terminal().note(problem.text());
        }
        List<UsageReport.Total> rows = daily ? report.days() : report.groups();
        if (csv) {
            printCsv(rows);
        } else if (ctl.json()) {
            ctl.terminal().json(json(report));
        } else {
            print(rows, report.total());
            if (!daily && report.more()) {
                ctl.terminal().note("There are more; these have the most tokens.");
            }
        }
        return 0;
    }

    private UsageGrouping grouping() throws CommandFailure {
        try {
            return UsageGrouping.valueOf(by.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw CommandFailure.usage("--by must be project, agent, model, session, run or day.");
        }
    }

    private void print(List<UsageReport.Total> rows, UsageReport.Total total) {
        if (total.turns() == 0) {
            ctl.terminal().note("No turn has ended in these days.");
            return;
        }
        Table table = new Table(by.toUpperCase(Locale.ROOT), "TURNS", "IN", "OUT", "CACHED", "REASONING", "COST");
        rows.forEach(row -> add(table, name(row), row));
        add(table, "all", total);
        table.print(ctl.terminal());
    }

    private static void add(Table table, String name, UsageReport.Total row) {
        TokenCount tokens = row.tokens();
        String least = row.uncounted() > 0 ? "\u2265 " : "";
        table.row(
                name,
                Integer.toString(row.turns()),
                least + tokens.in(),
                least + tokens.out(),
                Long.toString(tokens.cached()),
                Long.toString(tokens.reasoning()),
                cost(row));
    }

    /** The present name of a session or a run; an old one has only its id. */
    private String name(UsageReport.Total row) {
        return row.key().isEmpty() ? "(unknown)" : names.getOrDefault(row.key(), row.key());
    }

    private static String cost(UsageReport.Total row) {
        if (row.costs().isEmpty()) {
            return "unknown";
        }
        String least = row.unpriced() > 0 ? "at least " : "";
        return least
                + row.costs().stream()
                        .map(cost -> (cost.estimated() > 0 ? "~" : "")
                                + String.format(Locale.ROOT, "%.4f %s", cost.amount(), cost.currency()))
                        .collect(Collectors.joining(" + "));
    }

    private void printCsv(List<UsageReport.Total> rows) {
        ctl.terminal()
                .line(by + ",turns,turns without tokens,turns without cost,in,out,cached,reasoning,currency,"
                        + "cost reported,cost estimated");
        for (UsageReport.Total row : rows) {
            List<UsageReport.Cost> costs =
                    row.costs().isEmpty() ? List.of(new UsageReport.Cost("", 0, 0)) : row.costs();
            for (UsageReport.Cost cost : costs) {
                ctl.terminal().line(csvLine(row, cost));
            }
        }
    }

    private static String csvLine(UsageReport.Total row, UsageReport.Cost cost) {
        TokenCount tokens = row.tokens();
        return CsvText.quoted(row.key())
                + ','
                + row.turns()
                + ','
                + row.uncounted()
                + ','
                + row.unpriced()
                + ','
                + tokens.in()
                + ','
                + tokens.out()
                + ','
                + tokens.cached()
                + ','
                + tokens.reasoning()
                + ','
                + (cost.currency().isEmpty() ? "" : CsvText.quoted(cost.currency()))
                + ','
                + cost.reported()
                + ','
                + cost.estimated();
    }

    private static JsonObject json(UsageReport report) {
        JsonObject json = new JsonObject();
        json.add("total", json(report.total()));
        json.add("days", json(report.days()));
        json.add("groups", json(report.groups()));
        json.addProperty("more", report.more());
        return json;
    }

    private static JsonArray json(List<UsageReport.Total> rows) {
        JsonArray array = new JsonArray();
        rows.forEach(row -> array.add(json(row)));
        return array;
    }

    private static JsonObject json(UsageReport.Total row) {
        JsonObject json = new JsonObject();
        json.addProperty("key", row.key());
        json.addProperty("turns", row.turns());
        json.addProperty("uncounted", row.uncounted());
        json.addProperty("unpriced", row.unpriced());
        json.addProperty("in", row.tokens().in());
        json.addProperty("out", row.tokens().out());
        json.addProperty("cached", row.tokens().cached());
        json.addProperty("reasoning", row.tokens().reasoning());
        JsonArray costs = new JsonArray();
        for (UsageReport.Cost cost : row.costs()) {
            JsonObject each = new JsonObject();
            each.addProperty("currency", cost.currency());
            each.addProperty("reported", cost.reported());
            each.addProperty("estimated", cost.estimated());
            costs.add(each);
        }
        json.add("costs", costs);
        CostJson.explain(json);
        return json;
    }
}

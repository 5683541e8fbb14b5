package dev.pilothouse.ui.usage;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.CsvText;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.UsageReport.Cost;
import dev.pilothouse.model.UsageReport.Total;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/**
 * The tokens and the cost of the last days, on all connected hosts. Confined to the FX thread. There is nothing to
 * close.
 */
public final class UsagePresenter {
    private static final int MAX_SUBJECTS = 30;
    /** Whole thousands with separators, and perhaps a decimal part with another one. */
    private static final Pattern THOUSANDS =
            Pattern.compile("([1-9]\\d{0,2}(?:([.,' \u00a0\u202f\u2019])\\d{3})(?:\\2\\d{3})*)((?:(?!\\2)[.,]\\d+)?)");

    private final Supplier<List<HostLink>> links;
    private final Clock clock;
    private final Supplier<ZoneId> zone;
    private final Executor fx;
    private final ObjectProperty<Span> span = new SimpleObjectProperty<>(this, "span", Span.WEEK);
    private final ObjectProperty<UsageGrouping> grouping =
            new SimpleObjectProperty<>(this, "grouping", UsageGrouping.PROJECT);
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.LOADING);

    private final List<Answer> answers = new ArrayList<>();
    private final Map<HostLink, List<Budget>> budgets = new LinkedHashMap<>();
    private String problem = "";
    private boolean open;
    private int asked;
    private int waiting;

    /** The days that are shown, up to today. */
    public enum Span {
        DAY(1),
        WEEK(7),
        MONTH(30);

        private final int days;

        Span(int days) {
            this.days = days;
        }
    }

    private record Answer(HostLink link, UsageReport report) {}

    /**
     * One project, agent, model or session.
     *
     * @param cost for people; empty if it is unknown
     * @param share of the largest row's tokens, from 0 to 1
     */
    public record Row(String name, String details, String cost, double share) {}

    /**
     * One day of the chart.
     *
     * @param date for people
     * @param text the day and its tokens, for people
     * @param share of the largest day's tokens, from 0 to 1
     */
    public record Day(String date, String text, double share) {}

    /**
     * A budget.
     *
     * @param share of the limit that is used, from 0 to 1
     * @param editable whether this device may change it
     */
    public record BudgetRow(HostLink link, Budget budget, String title, String text, double share, boolean editable) {}

    /** Sessions for which a budget can be set. */
    public record Subject(HostLink link, Budget.Subject kind, String key, String title) {}

    /**
     * The content of the sheet. Immutable.
     *
     * @param problem the reason why something is missing; empty if nothing is
     * @param total the cost, or the tokens if no cost is known; empty without turns
     * @param details of the total
     * @param more whether there are more rows than these
     * @param subjects for which this device may set a budget
     * @param units of new budgets
     */
    public record Shown(
            boolean loading,
            String problem,
            String total,
            String details,
            List<Day> days,
            List<Row> rows,
            boolean more,
            List<BudgetRow> budgets,
            List<Subject> subjects,
            List<String> units) {
        static final Shown LOADING =
                new Shown(true, "", "", "", List.of(), List.of(), false, List.of(), List.of(), List.of());

        public Shown {
            days = List.copyOf(days);
            rows = List.copyOf(rows);
            budgets = List.copyOf(budgets);
            subjects = List.copyOf(subjects);
            units = List.copyOf(units);
        }
    }

    /** @param zone decides where a day begins */
    public UsagePresenter(Supplier<List<HostLink>> links, Clock clock, Supplier<ZoneId> zone, Executor fx) {
        this.links = links;
        this.clock = clock;
        this.zone = zone;
        this.fx = fx;
        span.addListener((property, before, now) -> load());
        grouping.addListener((property, before, now) -> load());
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    public ObjectProperty<Span> spanProperty() {
        return span;
    }

    public ObjectProperty<UsageGrouping> groupingProperty() {
        return grouping;
    }

    /** The sheet is open from now on. */
    public void onOpen() {
        open = true;
        load();
    }

    public void onClose() {
        open = false;
        asked++;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone.get());
    }

    private void load() {
        if (!open) {
            return;
        }
        int mine = ++asked;
        answers.clear();
        budgets.clear();
        problem = "";
        List<HostLink> live = links.get().stream()
                .filter(link -> link.reader().host().connection() instanceof ConnectionState.Live)
                .toList();
        waiting = live.size();
        if (waiting == 0) {
            problem = Texts.text("usage.offline");
        }
        publish();
        for (HostLink link : live) {
            loadBudgets(link);
            link.host()
                    .usage(today().minusDays(span.get().days - 1L), today(), zone.get(), grouping.get())
                    .thenAcceptAsync(
                            reply -> {
                                if (mine == asked) {
                                    found(link, reply);
                                }
                            },
                            fx);
        }
    }

    private void found(HostLink link, Reply<UsageReport> reply) {
        if (reply instanceof Reply.Value<UsageReport> value) {
            answers.add(new Answer(link, value.value()));
            if (value.value().problem() != null) {
                problem = HostTexts.text(value.value().problem());
            }
        } else if (reply instanceof Reply.Refused<UsageReport> refused) {
            problem = HostTexts.text(refused.sentence());
        }
        waiting--;
        publish();
    }

    private void publish() {
        Total total =
                sum(answers.stream().map(answer -> answer.report().total()).toList());
        boolean any = total.turns() > 0;
        shown.set(new Shown(
                waiting > 0,
                problem,
                any ? headline(total) : "",
                any ? details(total) : "",
                span.get() == Span.DAY || !any ? List.of() : days(),
                rows(),
                answers.stream().anyMatch(answer -> answer.report().more()),
                budgets(),
                subjects(),
                units()));
    }

    private boolean maySet(HostLink link) {
        return link.reader().host().scope().covers(Scope.STEER);
    }

    private String onHost(HostLink link, String title) {
        return links.get().size() > 1
                ? title + " \u00b7 " + link.reader().host().hostName()
                : title;
    }

    private List<BudgetRow> budgets() {
        List<BudgetRow> rows = new ArrayList<>();
        budgets.forEach((link, all) -> all.forEach(budget -> rows.add(new BudgetRow(
                link,
                budget,
                Texts.text(
                        "usage.budgetOf",
                        onHost(link, subject(link, budget.subject(), budget.key())),
                        Texts.text("usage.period." + budget.period())),
                Texts.text(
                                budget.isReached() ? "usage.budgetReached" : "usage.budgetUsed",
                                amount(budget.used(), budget.unit()),
                                amount(budget.limit(), budget.unit()))
                        + (budget.cancels() ? " \u00b7 " + Texts.text("usage.budgetCancels") : ""),
                Math.min(1, budget.used() / budget.limit()),
                maySet(link)))));
        return rows;
    }

    static String amount(double amount, String unit) {
        return unit.equals(Budget.TOKENS)
                ? Texts.text("usage.tokens", TimeFormatter.tokens((long) amount))
                : TimeFormatter.cost(amount, unit);
    }

    private static String subject(HostLink link, Budget.Subject kind, String key) {
        return switch (kind) {
            case HOST -> Texts.text("usage.allSessions");
            case PROJECT -> lastPart(key);
            case RUN -> run(link, key);
            case SESSION ->
                link.reader().host().sessions().stream()
                        .filter(session -> session.sessionId().value().equals(key))
                        .map(SessionSummary::name)
                        .findFirst()
                        .orElse(key);
        };
    }

    /** The title of a run; one that is long over has only its id. */
    private static String run(HostLink link, String key) {
        return link.reader().host().runs().stream()
                .filter(run -> run.runId().value().equals(key))
                .map(Run::title)
                .findFirst()
                .orElse(key);
    }

    /** All sessions of each host, and the listed projects or sessions. */
    private List<Subject> subjects() {
        List<Subject> all = new ArrayList<>();
        answers.stream()
                .filter(answer -> maySet(answer.link()))
                .forEach(answer ->
                        all.add(subject(answer.link(), Budget.Subject.HOST, "", Texts.text("usage.allSessions"))));
        Budget.Subject kind = switch (grouping.get()) {
            case PROJECT -> Budget.Subject.PROJECT;
            case SESSION -> Budget.Subject.SESSION;
            case RUN -> Budget.Subject.RUN;
            case AGENT, MODEL -> Budget.Subject.HOST;
        };
        if (kind != Budget.Subject.HOST) {
            answers.stream()
                    .filter(answer -> maySet(answer.link()))
                    .forEach(answer -> answer.report().groups().stream()
                            .limit(MAX_SUBJECTS)
                            .filter(group -> !group.key().isEmpty())
                            .forEach(group ->
                                    all.add(subject(answer.link(), kind, group.key(), name(answer.link(), group)))));
        }
        return all;
    }

    private Subject subject(HostLink link, Budget.Subject kind, String key, String title) {
        return new Subject(link, kind, key, onHost(link, title));
    }

    /** The currencies that were used, and tokens. */
    private List<String> units() {
        List<String> units = new ArrayList<>(answers.stream()
                .flatMap(answer -> answer.report().total().costs().stream())
                .map(Cost::currency)
                .distinct()
                .toList());
        if (units.isEmpty()) {
            units.add("USD");
        }
        units.add(Budget.TOKENS);
        return units;
    }

    /**
     * Sets a budget.
     *
     * @param amount as the person has typed it
     * @param cancels whether running turns are cancelled when it is reached
     * @return whether it is a number greater than 0
     */
    public boolean onSet(Subject subject, Budget.Period period, String unit, String amount, boolean cancels) {
        double limit = number(amount);
        if (limit <= 0) {
            return false;
        }
        send(
                subject.link(),
                Budget.of(subject.kind(), subject.key(), period, unit, limit).withCancels(cancels));
        return true;
    }

    /** Accepts a decimal point or comma, and separators of thousands. Returns 0 if it is no number. */
    private static double number(String text) {
        Matcher thousands = THOUSANDS.matcher(text.strip());
        String plain =
                thousands.matches() ? thousands.group(1).replaceAll("\\D", "") + thousands.group(3) : text.strip();
        try {
            double number = Double.parseDouble(plain.replace(',', '.'));
            return Double.isFinite(number) ? number : 0;
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    public void onDelete(BudgetRow row) {
        send(row.link(), row.budget().withLimit(0));
    }

    private void send(HostLink link, Budget budget) {
        link.host()
                .setBudget(budget)
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Refused<?> refused) {
                                problem = HostTexts.text(refused.sentence());
                                publish();
                            } else {
                                loadBudgets(link);
                            }
                        },
                        fx);
    }

    private void loadBudgets(HostLink link) {
        int mine = asked;
        link.host()
                .budgets()
                .thenAcceptAsync(
                        reply -> {
                            // A host without budgets refuses.
                            if (mine == asked && reply instanceof Reply.Value<List<Budget>> value) {
                                budgets.put(link, value.value());
                                publish();
                            }
                        },
                        fx);
    }

    private static String lastPart(String path) {
        return PathText.name(path);
    }

    private static Total sum(List<Total> totals) {
        return totals.stream().reduce(Total::plus).orElse(Total.NONE);
    }

    /** The cost; without any, the tokens. */
    private static String headline(Total total) {
        return total.costs().isEmpty()
                ? Texts.text(
                        "usage.tokens",
                        atLeast(
                                total.uncounted(),
                                TimeFormatter.tokens(total.tokens().total())))
                : cost(total);
    }

    private static String cost(Total total) {
        String sum = total.costs().stream().map(UsagePresenter::amount).collect(Collectors.joining(" + "));
        return total.costs().isEmpty() ? "" : atLeast(total.unpriced(), sum);
    }

    private static String amount(Cost cost) {
        String text = TimeFormatter.cost(cost.amount(), cost.currency());
        return cost.estimated() > 0 ? Texts.text("usage.estimated", text) : text;
    }

    /** A sum of which some parts are unknown is a lower bound. */
    private static String atLeast(int unknown, String text) {
        return unknown > 0 ? Texts.text("usage.atLeast", text) : text;
    }

    private static String details(Total total) {
        TokenCount tokens = total.tokens();
        List<String> parts = new ArrayList<>();
        parts.add(Texts.counted("usage.turns", total.turns()));
        if (total.uncounted() < total.turns()) {
            parts.add((total.uncounted() > 0 ? "\u2265 " : "")
                    + Texts.text("usage.inOut", TimeFormatter.tokens(tokens.in()), TimeFormatter.tokens(tokens.out())));
        }
        if (tokens.cached() > 0) {
            parts.add(Texts.text("usage.cached", TimeFormatter.tokens(tokens.cached())));
        }
        if (tokens.reasoning() > 0) {
            parts.add(Texts.text("usage.reasoning", TimeFormatter.tokens(tokens.reasoning())));
        }
        return String.join(" \u00b7 ", parts);
    }

    private List<Day> days() {
        Map<String, List<Total>> byDate = new LinkedHashMap<>();
        LocalDate today = today();
        for (LocalDate day = today.minusDays(span.get().days - 1L); !day.isAfter(today); day = day.plusDays(1)) {
            byDate.put(day.toString(), new ArrayList<>());
        }
        for (Answer answer : answers) {
            for (Total day : answer.report().days()) {
                List<Total> same = byDate.get(day.key());
                if (same != null) {
                    same.add(day);
                }
            }
        }
        long largest = byDate.values().stream()
                .mapToLong(day -> sum(day).tokens().total())
                .max()
                .orElse(0);
        DateTimeFormatter format =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(Texts.formats());
        List<Day> days = new ArrayList<>();
        byDate.forEach((date, totals) -> {
            Total sum = sum(totals);
            days.add(new Day(
                    LocalDate.parse(date).format(format),
                    Texts.text(
                            "usage.day",
                            LocalDate.parse(date).format(format),
                            sum.turns() == 0 ? Texts.text("usage.nothing") : headline(sum)),
                    largest == 0 ? 0 : sum.tokens().total() / (double) largest));
        });
        return days;
    }

    private List<Row> rows() {
        record Group(HostLink link, Total total) {}
        List<Group> groups = answers.stream()
                .flatMap(answer -> answer.report().groups().stream().map(total -> new Group(answer.link(), total)))
                .sorted(Comparator.comparingLong(
                                (Group group) -> group.total().tokens().total())
                        .reversed())
                .toList();
        long largest = groups.isEmpty() ? 0 : groups.get(0).total().tokens().total();
        return groups.stream()
                .map(group -> new Row(
                        onHost(group.link(), name(group.link(), group.total())),
                        grouping.get() == UsageGrouping.PROJECT
                                ? group.total().key() + " \u00b7 " + details(group.total())
                                : details(group.total()),
                        cost(group.total()),
                        largest == 0 ? 0 : group.total().tokens().total() / (double) largest))
                .toList();
    }

    private String name(HostLink link, Total total) {
        String name = switch (grouping.get()) {
            case PROJECT -> lastPart(total.key());
            case MODEL -> total.key();
            case RUN -> run(link, total.key());
            case AGENT ->
                link.reader().host().agents().stream()
                        .filter(agent -> agent.agentId().value().equals(total.key()))
                        .map(AgentInfo::name)
                        .findFirst()
                        .orElse(total.key());
            case SESSION ->
                link.reader().host().sessions().stream()
                        .filter(session -> session.sessionId().value().equals(total.key()))
                        .map(SessionSummary::name)
                        .findFirst()
                        .orElse(total.key());
        };
        return name.isEmpty()
                ? Texts.text(grouping.get() == UsageGrouping.RUN ? "usage.noRun" : "usage.unknown")
                : name;
    }

    /** The rows as comma-separated values, with numbers as they are. */
    public String csv() {
        StringBuilder csv = new StringBuilder(
                "host,key,name,turns,uncounted,unpriced,in,out,cached,reasoning,currency,reported,estimated\n");
        for (Answer answer : answers) {
            for (Total total : answer.report().groups()) {
                List<Cost> costs = total.costs().isEmpty() ? List.of(new Cost("", 0, 0)) : total.costs();
                costs.forEach(cost -> csv.append(String.join(
                                ",",
                                CsvText.quoted(answer.link().reader().host().hostName()),
                                CsvText.quoted(total.key()),
                                CsvText.quoted(name(answer.link(), total)),
                                Integer.toString(total.turns()),
                                Integer.toString(total.uncounted()),
                                Integer.toString(total.unpriced()),
                                Long.toString(total.tokens().in()),
                                Long.toString(total.tokens().out()),
                                Long.toString(total.tokens().cached()),
                                Long.toString(total.tokens().reasoning()),
                                cost.currency().isEmpty() ? "" : CsvText.quoted(cost.currency()),
                                Double.toString(cost.reported()),
                                Double.toString(cost.estimated())))
                        .append('\n'));
            }
        }
        return csv.toString();
    }
}

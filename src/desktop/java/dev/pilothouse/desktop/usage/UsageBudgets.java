package dev.pilothouse.desktop.usage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.question.Questions;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.protocol.BudgetCodec;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets of a host, in {@code budgets.json} of its data folder. A session whose budget is reached asks in the inbox
 * whether to raise it, and starts no turn meanwhile.
 *
 * <p>Owns the file. Thread-safe. What is used is counted in memory, and read from the ledger when a budget is set and
 * when the host starts. There is nothing to close.
 */
public final class UsageBudgets implements QuestionHandler, UsageRecorder {
    static final int MAX = 50;
    static final int MAX_ID = 64;
    static final int MAX_KEY = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(UsageBudgets.class);
    private static final String FILE = "budgets.json";
    private static final int VERSION = 1;
    private static final double WARNS_AT = 0.8;

    private final PrivateFile file;
    private final UsageLedger ledger;
    private final Questions questions;
    private final Executor workers;
    private final Clock clock;
    private final Supplier<ZoneId> zone;
    private volatile Runnable onChange = () -> {};
    private volatile Consumer<TurnUsage> onTurn = turn -> {};
    private volatile SubjectLookup subjects = SubjectLookup.ANY;

    /** The sessions, projects and runs of the host. Called on any thread; may read the disk. */
    public interface SubjectLookup {
        /** Has every subject, and no runs. */
        SubjectLookup ANY = new SubjectLookup() {
            @Override
            public Optional<HostText> fault(Budget budget) {
                return Optional.empty();
            }

            @Override
            public String runOf(SessionId sessionId) {
                return "";
            }
        };

        /** The reason why no session can belong to the subject of a new budget; empty if one can. */
        Optional<HostText> fault(Budget budget);

        /** The run of a session; empty if it belongs to none. */
        String runOf(SessionId sessionId);
    }

    /** Held while a person changes a budget: one at a time. Taken before the own monitor, which lanes may wait for. */
    private final Object changing = new Object();

    // Guarded by this.
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    /** Whether a period has begun since the last tick. */
    private boolean renewed;
    /** The turns that end while a budget is counted; null if none is. */
    private @Nullable List<TurnUsage> meanwhile;

    /** A budget and the period that its use belongs to. Guarded by its owner. */
    private static final class Entry {
        private Budget budget;
        private final Instant since;
        private Instant began;
        /** Grows with each change and each answer, so that an answer counts for one question. */
        private long round;

        private Entry(Budget budget, Instant since, Instant began, long round) {
            this.budget = budget;
            this.since = since;
            this.began = began;
            this.round = round;
        }
    }

    /** The file of the budgets is damaged. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Path damaged;

        private DamagedException(Path file, Exception reason) {
            super("The budgets in " + file + " cannot be read: " + reason.getMessage(), reason);
            damaged = file;
        }

        /** A clause for display, without a full stop. */
        public HostText clause() {
            return HostText.of(HostTextCode.BUDGETS_UNREADABLE, damaged);
        }
    }

    private UsageBudgets(
            Path data, UsageLedger ledger, Questions questions, Executor workers, Clock clock, Supplier<ZoneId> zone) {
        this.file = new PrivateFile(data.resolve(FILE));
        this.ledger = ledger;
        this.questions = questions;
        this.workers = workers;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Reads the file and counts what is used. Reads the ledger.
     *
     * @param workers save raised budgets
     * @param zone decides where a day begins
     * @throws IOException if the file is there and cannot be read: without it, no limit would hold
     */
    public static UsageBudgets open(
            Path data, UsageLedger ledger, Questions questions, Executor workers, Clock clock, Supplier<ZoneId> zone)
            throws IOException {
        UsageBudgets budgets = new UsageBudgets(data, ledger, questions, workers, clock, zone);
        budgets.read();
        questions.register(ASKER, budgets);
        return budgets;
    }

    /** Sets what budgets can be for. */
    public void onSubjects(SubjectLookup known) {
        subjects = known;
    }

    /** @param changed called on any thread after a budget was changed or has begun again; must not block */
    public void onChange(Runnable changed) {
        onChange = changed;
    }

    /** @param recorded called on any thread when a turn was recorded; must not block */
    public void onTurn(Consumer<TurnUsage> recorded) {
        onTurn = recorded;
    }

    private void read() throws IOException {
        Optional<byte[]> bytes = file.read();
        if (bytes.isEmpty()) {
            return;
        }
        try {
            JsonObject json = StrictJson.parseObject(new String(bytes.get(), StandardCharsets.UTF_8));
            NewerFileException.check(file.path(), json.get("version").getAsLong(), VERSION);
            for (JsonElement element : json.getAsJsonArray("budgets")) {
                FieldReader fields = new FieldReader(element.getAsJsonObject());
                Budget budget = BudgetCodec.BUDGET.decode(fields);
                JsonObject more = element.getAsJsonObject();
                Instant since = Instant.ofEpochMilli(more.get("since").getAsLong());
                long round = more.has("round") ? more.get("round").getAsLong() : 0;
                entries.put(budget.id(), new Entry(budget, since, began(budget.period(), since), round));
            }
            countAll();
        } catch (CodecException | RuntimeException e) {
            throw new DamagedException(file.path(), e);
        }
    }

    /** Counts what is used of all budgets. Reads the ledger once. */
    private void countAll() throws IOException {
        Optional<Instant> first =
                entries.values().stream().map(entry -> entry.began).min(Comparator.naturalOrder());
        if (first.isPresent()) {
            ledger.since(
                    first.get(),
                    turn -> entries.values().stream()
                            .filter(entry -> !turn.at().isBefore(entry.began))
                            .forEach(entry -> entry.budget =
                                    entry.budget.withUsed(entry.budget.used() + amountOf(entry.budget, turn))));
        }
    }

    /** Counts what is used. Reads the ledger. @return the names of the turns that it has read */
    private Set<String> count(Entry entry) throws IOException {
        Budget budget = entry.budget;
        double[] used = {0};
        Set<String> read = ledger.since(entry.began, turn -> used[0] += amountOf(budget, turn));
        entry.budget = budget.withUsed(used[0]);
        return read;
    }

    private static double amountOf(Budget budget, TurnUsage turn) {
        return concerns(budget, turn.sessionId(), turn.project(), turn.run()) ? amount(budget, turn) : 0;
    }

    private Instant began(Budget.Period period, Instant since) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone.get());
        LocalDate first = switch (period) {
            case DAY -> today;
            case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> today.withDayOfMonth(1);
            case TOTAL -> null;
        };
        return first == null ? since : first.atStartOfDay(zone.get()).toInstant();
    }

    private static boolean concerns(Budget budget, SessionId sessionId, String project, String run) {
        return switch (budget.subject()) {
            case HOST -> true;
            case PROJECT -> budget.key().equals(project);
            case SESSION -> budget.key().equals(sessionId.value());
            case RUN -> budget.key().equals(run);
        };
    }

    private static double amount(Budget budget, TurnUsage turn) {
        if (budget.unit().equals(Budget.TOKENS)) {
            TokenCount tokens = turn.tokens();
            return tokens.in() + tokens.out() + tokens.reasoning();
        }
        return turn.cost() >= 0 && turn.currency().equals(budget.unit()) ? turn.cost() : 0;
    }

    private void save() throws IOException {
        JsonArray all = new JsonArray();
        for (Entry entry : entries.values()) {
            JsonObject json = BudgetCodec.BUDGET.encode(entry.budget.withUsed(0));
            json.addProperty("since", entry.since.toEpochMilli());
            json.addProperty("round", entry.round);
            all.add(json);
        }
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.add("budgets", all);
        file.write(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }

    /** All budgets with what is used. */
    public synchronized List<Budget> list() {
        entries.values().forEach(this::renew);
        return entries.values().stream().map(entry -> entry.budget).toList();
    }

    /** Begins the count again if the period is over. A clock that is set back ends no period. */
    private void renew(Entry entry) {
        Instant now = began(entry.budget.period(), entry.since);
        if (now.isAfter(entry.began)) {
            entry.began = now;
            entry.budget = entry.budget.withUsed(0);
            renewed = true;
        }
    }

    /** Begins budgets again whose period is over. To be called about once a minute. */
    public void tick() {
        boolean any;
        synchronized (this) {
            entries.values().forEach(this::renew);
            any = renewed;
            renewed = false;
        }
        if (any) {
            changed();
        }
    }

    /**
     * Sets a budget, or deletes it if its limit is 0. It replaces the one with the same id. Blocks for the disk.
     *
     * @return the reason why it is not; empty if it is
     */
    public Optional<HostText> set(Budget budget) {
        synchronized (changing) {
            Entry entry;
            // Not with the own monitor: it may read the disk.
            Optional<HostText> unknown = budget.limit() > 0 ? subjects.fault(budget) : Optional.empty();
            if (unknown.isPresent()) {
                return unknown;
            }
            synchronized (this) {
                Entry before = entries.get(budget.id());
                Optional<HostText> fault = fault(budget, before == null);
                if (fault.isPresent()) {
                    return fault;
                }
                Instant now = clock.instant();
                Instant since = before == null ? now : before.since;
                // Greater than any earlier one, also of a deleted budget with the same id.
                long round = Math.max(now.toEpochMilli(), before == null ? 0 : before.round + 1);
                entry = new Entry(budget, since, began(budget.period(), since), round);
                meanwhile = new ArrayList<>();
            }
            try {
                // Not with the own monitor: reading takes long.
                put(entry, budget.limit() <= 0 ? Set.of() : count(entry));
            } catch (IOException e) {
                LOG.warn("A budget could not be saved: {}", e.toString());
                return Optional.of(HostText.of(HostTextCode.DATA_FOLDER_UNWRITABLE, IoErrorText.of(e)));
            } finally {
                synchronized (this) {
                    meanwhile = null;
                }
            }
        }
        changed();
        return Optional.empty();
    }

    /** @param read the names of the turns that are counted */
    private synchronized void put(Entry entry, Set<String> read) throws IOException {
        Budget budget = entry.budget;
        double late = Objects.requireNonNull(meanwhile).stream()
                .filter(turn -> !read.contains(UsageLedger.nameOf(turn)))
                .mapToDouble(turn -> amountOf(budget, turn))
                .sum();
        entry.budget = budget.withUsed(budget.used() + late);
        Map<String, Entry> old = new LinkedHashMap<>(entries);
        if (budget.limit() <= 0) {
            entries.remove(budget.id());
        } else {
            entries.put(budget.id(), entry);
        }
        try {
            save();
        } catch (IOException e) {
            entries.clear();
            entries.putAll(old);
            throw e;
        }
    }

    private Optional<HostText> fault(Budget budget, boolean isNew) {
        boolean whole = !budget.id().isEmpty()
                && budget.id().length() <= MAX_ID
                && budget.id().chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/')
                && budget.key().length() <= MAX_KEY
                && budget.key().isEmpty() == (budget.subject() == Budget.Subject.HOST)
                && (budget.unit().equals(Budget.TOKENS) || budget.unit().matches("[A-Z]{3}"))
                && Double.isFinite(budget.limit())
                && budget.limit() < 1e15;
        if (!whole) {
            return Optional.of(HostText.of(HostTextCode.BUDGET_WRONG));
        }
        return isNew && budget.limit() > 0 && entries.size() >= MAX
                ? Optional.of(HostText.of(HostTextCode.BUDGETS_FULL, MAX))
                : Optional.empty();
    }

    /** Closes the questions of budgets that let turns start again, and lets the sessions look. */
    private void changed() {
        onChange.run();
    }

    @Override
    public Optional<HostText> add(TurnUsage reported) {
        boolean[] cancels = {false};
        Optional<HostText> warning = add(reported.of(subjects.runOf(reported.sessionId())), cancels);
        if (cancels[0]) {
            changed();
        }
        return warning;
    }

    /** @param cancels is set if the turns of other sessions have to be cancelled */
    private synchronized Optional<HostText> add(TurnUsage reported, boolean[] cancels) {
        TurnUsage turn = ledger.add(reported);
        onTurn.accept(turn);
        HostText warning = null;
        if (meanwhile != null) {
            meanwhile.add(turn);
        }
        for (Entry entry : entries.values()) {
            renew(entry);
            Budget before = entry.budget;
            if (!concerns(before, turn.sessionId(), turn.project(), turn.run())) {
                continue;
            }
            Budget after = before.withUsed(before.used() + amount(before, turn));
            entry.budget = after;
            cancels[0] |= after.cancels() && after.isReached() && !before.isReached();
            double mark = after.limit() * WARNS_AT;
            if (before.used() < mark && after.used() >= mark && !after.isReached()) {
                warning = HostText.of(
                        HostTextCode.BUDGET_NEARLY_USED, Math.round(100 * after.used() / after.limit()), limit(after));
            }
        }
        return Optional.ofNullable(warning);
    }

    private static HostText limit(Budget budget) {
        return budget.unit().equals(Budget.TOKENS)
                ? HostText.of(HostTextCode.BUDGET_TOKENS, String.format(Locale.ROOT, "%.0f", budget.limit()))
                : HostText.of(
                        HostTextCode.BUDGET_MONEY, String.format(Locale.ROOT, "%.2f", budget.limit()), budget.unit());
    }

    @Override
    public boolean isReached(SessionId sessionId, Supplier<String> project) {
        synchronized (this) {
            if (entries.isEmpty()) {
                return false;
            }
        }
        // Reads the disk.
        String found = project.get();
        synchronized (this) {
            return reached(sessionId, found).isPresent();
        }
    }

    @Override
    public Optional<HostText> reachedByCost(
            SessionId sessionId, Supplier<String> project, double cost, String currency) {
        boolean ofProjects;
        synchronized (this) {
            List<Budget> cancelling = entries.values().stream()
                    .map(entry -> entry.budget)
                    .filter(Budget::cancels)
                    .toList();
            if (cancelling.isEmpty()) {
                return Optional.empty();
            }
            ofProjects = cancelling.stream().anyMatch(budget -> budget.subject() == Budget.Subject.PROJECT);
        }
        // Reads the disk, and an agent may report costs often.
        String found = ofProjects ? project.get() : "";
        String run = subjects.runOf(sessionId);
        synchronized (this) {
            entries.values().forEach(this::renew);
            return entries.values().stream()
                    .map(entry -> entry.budget)
                    .filter(budget -> budget.cancels() && concerns(budget, sessionId, found, run))
                    .filter(budget -> budget.withUsed(
                                    budget.used() + (cost > 0 && budget.unit().equals(currency) ? cost : 0))
                            .isReached())
                    .findFirst()
                    .map(UsageBudgets::limit);
        }
    }

    /** The limit of a budget of the host or of a project that is used up; empty if a new session may start. */
    public synchronized Optional<HostText> usedUp(String project) {
        entries.values().forEach(this::renew);
        return entries.values().stream()
                .filter(entry -> entry.budget.subject() == Budget.Subject.HOST
                        || entry.budget.subject() == Budget.Subject.PROJECT
                                && entry.budget.key().equals(project))
                .filter(entry -> entry.budget.isReached())
                .findFirst()
                .map(entry -> limit(entry.budget));
    }

    private Optional<Entry> reached(SessionId sessionId, String project) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        String run = subjects.runOf(sessionId);
        entries.values().forEach(this::renew);
        return entries.values().stream()
                .filter(entry -> concerns(entry.budget, sessionId, project, run) && entry.budget.isReached())
                .findFirst();
    }

    @Override
    public void ask(SessionId sessionId, String project) {
        QuestionRequest question;
        synchronized (this) {
            Optional<Entry> found = reached(sessionId, project);
            if (found.isEmpty()) {
                return;
            }
            Entry entry = found.get();
            Budget budget = entry.budget;
            question = new QuestionRequest(
                    sessionId,
                    ASKER + "/" + budget.id() + "/" + sessionId,
                    entry.began.toEpochMilli() + "-" + budget.limit() + "-" + entry.round,
                    Scope.STEER,
                    HostText.of(HostTextCode.BUDGET_REACHED, limit(budget)),
                    "",
                    List.of(
                            option(HostTextCode.BUDGET_RAISE_HALF, PendingOption.Kind.ALLOW_ONCE),
                            option(HostTextCode.BUDGET_DOUBLE, PendingOption.Kind.ALLOW_ONCE),
                            option(HostTextCode.BUDGET_KEEP, PendingOption.Kind.REJECT_ONCE)));
        }
        questions.ask(question);
    }

    private static PendingOption option(HostTextCode code, PendingOption.Kind kind) {
        return new PendingOption(code.word(), code.english(), kind);
    }

    @Override
    public boolean isAsking(String asker) {
        String[] parts = asker.split("/");
        synchronized (this) {
            Entry entry = parts.length == 3 ? entries.get(parts[1]) : null;
            return entry != null && entry.budget.isReached();
        }
    }

    @Override
    public void onAnswer(String asker, String key, QuestionAnswer answer) {
        workers.execute(() -> answered(asker, key, answer));
    }

    private void answered(String asker, String key, QuestionAnswer answer) {
        String[] parts = asker.split("/");
        boolean raised = false;
        synchronized (this) {
            Entry entry = parts.length == 3 ? entries.get(parts[1]) : null;
            if (entry == null || !key.startsWith(entry.began.toEpochMilli() + "-" + entry.budget.limit() + "-")) {
                // Another answer has raised it already.
                return;
            }
            double factor = answer.optionId().equals(HostTextCode.BUDGET_RAISE_HALF.word())
                    ? 1.5
                    : answer.optionId().equals(HostTextCode.BUDGET_DOUBLE.word()) ? 2 : 1;
            Budget before = entry.budget;
            entry.round++;
            if (factor > 1) {
                // From what is used: after one answer the next turn starts.
                entry.budget = before.withLimit(Math.max(before.limit(), before.used()) * factor);
            }
            try {
                save();
                raised = factor > 1;
            } catch (IOException e) {
                entry.budget = before;
                LOG.warn("The answer to the question about a budget could not be saved: {}", e.toString());
            }
        }
        if (raised) {
            changed();
        }
    }

    @Override
    public void onNotAsked(String asker, String key, HostText reason) {
        LOG.info("{} could not ask: {}", asker, reason.text());
    }

    @Override
    public void onSessionRemoved(SessionId sessionId) {
        List<String> gone = new ArrayList<>();
        synchronized (this) {
            entries.values().stream()
                    .filter(entry -> entry.budget.subject() == Budget.Subject.SESSION
                            && entry.budget.key().equals(sessionId.value()))
                    .forEach(entry -> gone.add(entry.budget.id()));
            if (gone.isEmpty()) {
                return;
            }
            gone.forEach(entries::remove);
            try {
                save();
            } catch (IOException e) {
                LOG.warn("The budget of a deleted session stays: {}", e.toString());
            }
        }
    }
}

package dev.pilothouse.desktop.usage;

import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of usage: one JSON line for each ended turn, in a file for each month ({@code usage/2026-11.jsonl}, by
 * UTC). A turn is written before its end is in the session's journal. After a kill it may be written once more, without
 * numbers; the first line of a turn counts. Nothing is taken from the transcripts, and no name of a session is kept:
 * it may have words of a prompt, and the ledger outlives the session.
 *
 * <p>Owns the folder, which only its user can read. A month has at most {@value #MAX_BYTES} bytes. Thread-safe. Ends
 * with {@link #close()}.
 */
public final class UsageLedger implements AutoCloseable {
    static final long MAX_BYTES = 64L * 1024 * 1024;
    static final int MAX_GROUPS = 200;
    /** The longest span of a report. */
    public static final int MAX_DAYS = 400;

    private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);
    private static final int VERSION = 1;
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final int ESTIMATE_DAYS = 31;
    /** As many as there are sessions. */
    private static final int MAX_ESTIMATED = 1_000;

    private static final int LONG = 1_000;
    private static final int SHORT = 200;
    /** No agent uses as much in a turn. Sums of such numbers do not overflow. */
    private static final long MOST = 1_000_000_000_000L;

    private static final RecordCodec<TokenCount> TOKENS = io -> new TokenCount(
            io.opt("in", Json.NUMBER, TokenCount::in),
            io.opt("out", Json.NUMBER, TokenCount::out),
            io.opt("cached", Json.NUMBER, TokenCount::cached),
            io.opt("reasoning", Json.NUMBER, TokenCount::reasoning));

    private static final RecordCodec<TurnUsage> LINE = io -> {
        io.put("version", Json.INT, turn -> VERSION, VERSION);
        return new TurnUsage(
                io.put("session", Json.SESSION_ID, TurnUsage::sessionId),
                io.put("turn", Json.TURN_ID, TurnUsage::turnId),
                io.put("at", Json.TIME, TurnUsage::at),
                io.put("agent", Json.AGENT_ID, TurnUsage::agentId),
                io.opt("model", Json.TEXT, TurnUsage::model),
                io.opt("project", Json.TEXT, TurnUsage::project),
                io.opt("run", Json.TEXT, TurnUsage::run),
                io.inline(TOKENS, TurnUsage::tokens),
                io.opt("cost", Json.DECIMAL, TurnUsage::cost, -1.0),
                io.opt("currency", Json.TEXT, TurnUsage::currency),
                io.opt("priced", Json.TEXT, TurnUsage::priced),
                io.opt("late", Json.NUMBER, TurnUsage::late),
                io.opt("completes", Json.FLAG, TurnUsage::completes));
    };

    private final Path folder;
    private final PriceList prices;
    private final Clock clock;

    // Guarded by this.
    /** The last turns of sessions, as far as their cost was estimated. */
    private final Map<SessionId, TurnId> estimated = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, TurnId> eldest) {
            return size() > MAX_ESTIMATED;
        }
    };

    private @Nullable FileChannel channel;
    private @Nullable YearMonth month;
    private boolean failed;
    private boolean closed;

    /** @param data the data folder of the host */
    public UsageLedger(Path data, Clock clock) {
        this.clock = clock;
        this.folder = data.resolve("usage");
        this.prices = new PriceList(data);
    }

    /**
     * Writes the usage of a turn. Blocks for one write. A failure is logged and does not concern the session.
     *
     * @return the turn, with an estimated cost if the agent has reported none
     */
    TurnUsage add(TurnUsage turn) {
        TurnUsage priced = bounded(priced(turn));
        if (isEstimated(priced)) {
            return priced.withoutCost();
        }
        byte[] line = (StrictJson.write(LINE.encode(priced)) + '\n').getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (closed) {
                return priced;
            }
            try {
                append(YearMonth.from(priced.at().atZone(ZoneOffset.UTC)), line);
                failed = false;
            } catch (IOException e) {
                if (!failed) {
                    LOG.warn("The usage of a turn could not be written: {}", e.toString());
                }
                failed = true;
                reset();
            }
        }
        return priced;
    }

    /** Whether this is a late cost of a turn whose cost was estimated. Both together would count it twice. */
    private synchronized boolean isEstimated(TurnUsage turn) {
        if (turn.late() > 0) {
            return turn.turnId().equals(estimated.get(turn.sessionId()));
        }
        estimated.remove(turn.sessionId());
        if (!turn.priced().isEmpty()) {
            estimated.put(turn.sessionId(), turn.turnId());
        }
        return false;
    }

    /** Agents report a cost of 0 for models whose price they do not know. */
    private TurnUsage priced(TurnUsage turn) {
        if (turn.cost() > 0 || turn.tokens().equals(TokenCount.NONE)) {
            return turn;
        }
        return prices.of(turn.model())
                .map(price -> turn.estimated(price.of(turn.tokens()), price.currency(), price.date()))
                .orElse(turn);
    }

    private static TurnUsage bounded(TurnUsage turn) {
        return new TurnUsage(
                turn.sessionId(),
                turn.turnId(),
                turn.at(),
                turn.agentId(),
                TextCutter.line(turn.model(), SHORT),
                TextCutter.line(turn.project(), LONG),
                TextCutter.line(turn.run(), SHORT),
                new TokenCount(
                        Math.min(turn.tokens().in(), MOST),
                        Math.min(turn.tokens().out(), MOST),
                        Math.min(turn.tokens().cached(), MOST),
                        Math.min(turn.tokens().reasoning(), MOST)),
                turn.cost() <= MOST ? turn.cost() : -1,
                TextCutter.line(turn.currency(), SHORT),
                turn.priced(),
                turn.late(),
                turn.completes());
    }

    private void append(YearMonth wanted, byte[] line) throws IOException {
        FileChannel open = channel;
        if (open == null || !wanted.equals(month)) {
            reset();
            open = open(wanted);
            channel = open;
            month = wanted;
        }
        if (open.size() + line.length > MAX_BYTES) {
            throw new IOException("the file of the month is full");
        }
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            open.write(bytes);
        }
    }

    /** Opens the file of a month. An incomplete last line, as after a kill or a full disk, is ended. */
    private FileChannel open(YearMonth of) throws IOException {
        PrivateFolders.create(folder);
        Path file = file(of);
        if (!Files.exists(file)) {
            Files.createFile(file);
            PrivateFolders.makePrivate(file);
        }
        FileChannel opened = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long end = opened.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            opened.position(end);
            if (end > 0 && opened.read(last, end - 1) == 1 && last.get(0) != '\n') {
                opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private Path file(YearMonth of) {
        return folder.resolve(of + ".jsonl");
    }

    private synchronized void reset() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("The ledger of usage did not close cleanly", e);
        }
        channel = null;
        month = null;
    }

    // --- reports

    /**
     * Sums the turns of a span of days. Reads the disk.
     *
     * @param to the last day
     * @param zone decides where a day begins
     * @throws IOException if a file cannot be read
     */
    public UsageReport report(LocalDate from, LocalDate to, ZoneId zone, UsageGrouping by) throws IOException {
        Sum total = new Sum();
        Map<String, Sum> days = new TreeMap<>();
        Map<String, Sum> groups = new HashMap<>();
        each(from, to, zone, turn -> {
            total.add(turn);
            days.computeIfAbsent(turn.at().atZone(zone).toLocalDate().toString(), day -> new Sum())
                    .add(turn);
            groups.computeIfAbsent(key(turn, by), key -> new Sum()).add(turn);
        });
        List<UsageReport.Total> largest = groups.entrySet().stream()
                .map(group -> group.getValue().total(group.getKey()))
                .sorted(Comparator.comparingLong(
                                (UsageReport.Total group) -> group.tokens().total())
                        .thenComparingInt(UsageReport.Total::turns)
                        .reversed()
                        .thenComparing(UsageReport.Total::key))
                .limit(MAX_GROUPS)
                .toList();
        return new UsageReport(
                total.total(""),
                days.entrySet().stream()
                        .map(day -> day.getValue().total(day.getKey()))
                        .toList(),
                largest,
                groups.size() > MAX_GROUPS,
                prices.problem()
                        .map(reason -> HostText.of(HostTextCode.PRICES_UNREADABLE, PriceList.FILE, reason))
                        .orElse(null));
    }

    /**
     * Estimates the next turn of each session from those of the last {@value #ESTIMATE_DAYS} days. Reads the disk.
     *
     * @throws IOException if a file cannot be read
     */
    List<TurnEstimate> estimate(List<SessionId> sessions, Function<SessionId, Optional<AgentId>> agents)
            throws IOException {
        TurnEstimator estimator = new TurnEstimator();
        since(clock.instant().minus(ONE_DAY.multipliedBy(ESTIMATE_DAYS)), estimator::add);
        return sessions.stream()
                .map(sessionId -> agents.apply(sessionId)
                        .map(agentId -> estimator.estimate(sessionId, agentId))
                        .orElseGet(() -> TurnEstimate.unknown(sessionId)))
                .toList();
    }

    private static String key(TurnUsage turn, UsageGrouping by) {
        return switch (by) {
            case PROJECT -> turn.project();
            case AGENT -> turn.agentId().value();
            case MODEL -> turn.model();
            case SESSION -> turn.sessionId().value();
            case RUN -> turn.run();
        };
    }

    private void each(LocalDate from, LocalDate to, ZoneId zone, Consumer<TurnUsage> each) throws IOException {
        each(
                from.atStartOfDay(zone).toInstant(),
                to.plusDays(1).atStartOfDay(zone).toInstant(),
                each);
    }

    /** Reads each turn from a time on. Reads the disk. @return the {@linkplain #nameOf names} of these turns */
    public Set<String> since(Instant start, Consumer<TurnUsage> each) throws IOException {
        return each(start, clock.instant().plus(ONE_DAY), each);
    }

    /** A name that no other turn or late cost of the host has. */
    public static String nameOf(TurnUsage turn) {
        return turn.sessionId().value() + ' ' + turn.turnId().started() + ' ' + turn.late();
    }

    /** Reads each turn of the span once. @return their names */
    private Set<String> each(Instant start, Instant end, Consumer<TurnUsage> each) throws IOException {
        Set<String> seen = new HashSet<>();
        YearMonth last = YearMonth.from(end.atZone(ZoneOffset.UTC));
        for (YearMonth of = YearMonth.from(start.atZone(ZoneOffset.UTC)); !of.isAfter(last); of = of.plusMonths(1)) {
            Path file = file(of);
            if (!Files.isRegularFile(file)) {
                continue;
            }
            // A reader from Files would fail at a character that a full disk or a power failure has cut.
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    TurnUsage turn = turn(line);
                    if (turn != null
                            && !turn.at().isBefore(start)
                            && turn.at().isBefore(end)
                            && seen.add(nameOf(turn))) {
                        each.accept(turn);
                    }
                }
            }
        }
        return seen;
    }

    /** Returns null for a line that is incomplete. */
    private static @Nullable TurnUsage turn(String line) {
        try {
            return LINE.decode(new FieldReader(StrictJson.parseObject(line)));
        } catch (CodecException | RuntimeException e) {
            return null;
        }
    }

    /** A sum that grows. Confined to one thread. */
    private static final class Sum {
        private int turns;
        private int uncounted;
        private int unpriced;
        private TokenCount tokens = TokenCount.NONE;
        private final Map<String, double[]> costs = new TreeMap<>();

        void add(TurnUsage turn) {
            if (turn.late() == 0) {
                turns++;
                tokens = tokens.plus(turn.tokens());
                if (turn.tokens().equals(TokenCount.NONE)) {
                    uncounted++;
                }
            } else if (turn.completes() && unpriced > 0) {
                unpriced--;
            }
            if (turn.cost() < 0) {
                unpriced++;
            } else {
                costs.computeIfAbsent(turn.currency(), currency -> new double[2])[
                                turn.priced().isEmpty() ? 0 : 1] +=
                        turn.cost();
            }
        }

        UsageReport.Total total(String key) {
            List<UsageReport.Cost> all = new ArrayList<>();
            costs.forEach((currency, cost) -> all.add(new UsageReport.Cost(currency, cost[0], cost[1])));
            return new UsageReport.Total(key, turns, uncounted, unpriced, tokens, all);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        reset();
    }
}
